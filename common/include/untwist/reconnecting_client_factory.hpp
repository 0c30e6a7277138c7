// A client that comes back: it connects again, and waits longer each time.
#pragma once

#include <functional>
#include <memory>
#include <numbers>
#include <optional>

#include "untwist/delayed_call.hpp"
#include "untwist/duration.hpp"
#include "untwist/factory.hpp"

namespace untwist {

class IReactorTime;

// Tries again after each attempt that failed and each connection that was lost
// (Twisted's ReconnectingClientFactory). The waits grow by `factor` from
// `initialDelay` up to `maxDelay`, and differ a little each time, so that a
// thousand clients of a server that restarts do not come back in one moment.
// When a connection proves good, call resetDelay, in connectionMade say.
//
// Where Twisted's does not do what its documentation says, this one does: the
// first wait is initialDelay (not initialDelay * factor), and no wait is
// longer than maxDelay.
class ReconnectingClientFactory : public ClientFactory {
  public:
    // `clock` is the reactor, or a testing::Clock; it must outlive this.
    explicit ReconnectingClientFactory(IReactorTime& clock);
    ~ReconnectingClientFactory() override;

    // To be set before connecting.
    Duration initialDelay = std::chrono::seconds(1);
    Duration maxDelay = std::chrono::hours(1);
    double factor = std::numbers::e;
    double jitter = 0.11962656472;  // standard deviation of a wait, in waits
    std::optional<int> maxRetries;  // since resetDelay; empty: no limit

    // Where jitter comes from: numbers of mean 0 and standard deviation 1. A
    // test puts its own here.
    std::function<double()> normalVariate;

    // Starts over with initialDelay and no retries counted; tries again also
    // after stopTrying.
    void resetDelay();

    // No more attempts: ends the wait, or the attempt, that is going on. A
    // connection that is there stays.
    void stopTrying();

    // What the two calls below do: connects after the next wait, unless
    // stopTrying was called or maxRetries are used up.
    void retry(Connector& connector);

    bool continueTrying() const { return continueTrying_; }
    int retries() const { return retries_; }  // since resetDelay

    // Who overrides these calls these.
    void startedConnecting(Connector& connector) override;
    void clientConnectionFailed(Connector& connector,
                                const Failure& reason) override;
    void clientConnectionLost(Connector& connector,
                              const Failure& reason) override;

  private:
    using Seconds = std::chrono::duration<double>;

    Duration nextDelay();

    IReactorTime& clock_;
    std::weak_ptr<Connector> connector_;  // it owns this factory
    DelayedCall wait_;
    std::optional<Seconds> mean_;  // the latest wait, without jitter
    int retries_ = 0;
    bool continueTrying_ = true;
};

}  // namespace untwist
