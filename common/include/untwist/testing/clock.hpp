// A clock that moves when a test says so.
#pragma once

#include <memory>
#include <span>

#include "untwist/reactor_interfaces.hpp"

namespace untwist::testing {

// A fake IReactorTime (twisted.internet.task.Clock): time starts at zero and
// stands still until advance.
class Clock : public IReactorTime {
  public:
    Clock();
    ~Clock() override;

    Duration seconds() const override;
    DelayedCall callLater(Duration delay, Callback call) override;
    std::vector<DelayedCall> getDelayedCalls() const override;

    // Sets the time, then runs what is due, in order, calls that those calls
    // schedule for no later than now included. A call that throws ends this
    // advance with its exception; what else is due runs in the next. Throws
    // std::runtime_error after 100,000 calls in one advance: something
    // reschedules itself without letting time pass.
    void advance(Duration amount);

    // advance, for each of the amounts.
    void pump(std::span<const Duration> amounts);

  private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace untwist::testing
