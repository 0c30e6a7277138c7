// A call that waits for its time: what callLater returns.
#pragma once

#include <memory>

#include "untwist/duration.hpp"

namespace untwist {

class TimedCall;

// A handle on a scheduled call (Twisted's DelayedCall). Copies speak of the
// same call. Dropping every handle cancels nothing; the call runs all the same.
//
// cancel, reset and delay throw error::AlreadyCalled once the call runs or has
// run, and error::AlreadyCancelled once it is cancelled.
class DelayedCall {
  public:
    DelayedCall() = default;  // no call: never active
    explicit DelayedCall(std::shared_ptr<TimedCall> call);

    void cancel();                 // frees the callable at once
    void reset(Duration fromNow);  // run that long from now instead
    void delay(Duration byMore);   // later than planned; negative is earlier
    bool active() const;           // still to come
    Duration getTime() const;      // when, on the clock that seconds() reads

    friend bool operator==(const DelayedCall&, const DelayedCall&) = default;

  private:
    TimedCall& pending() const;

    std::shared_ptr<TimedCall> call_;
};

}  // namespace untwist
