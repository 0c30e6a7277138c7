// Gives up on a peer that is silent for too long.
#pragma once

#include <optional>

#include "untwist/delayed_call.hpp"
#include "untwist/reactor_interfaces.hpp"

namespace untwist {

// One time-out, for a protocol to derive from beside its Protocol
// (twisted.protocols.policies.TimeoutMixin):
//
//     class Patient : public LineReceiver, public TimeoutMixin {
//         explicit Patient(Reactor& reactor) : TimeoutMixin(reactor) {}
//         void connectionMade() override { setTimeout(30s); }
//         void lineReceived(Bytes line) override { resetTimeout(); ... }
//     };
//
// It ends with the protocol, which the reactor drops after connectionLost. A
// protocol that something else keeps longer than that says setTimeout({}) in
// its connectionLost: the loss is not told to a mixin.
class TimeoutMixin {
  public:
    explicit TimeoutMixin(IReactorTime& reactor) : reactor_(reactor) {}
    TimeoutMixin(const TimeoutMixin&) = delete;
    TimeoutMixin& operator=(const TimeoutMixin&) = delete;
    virtual ~TimeoutMixin();

    // Times out `period` from now, or, without one, not at all. Returns the
    // period before.
    std::optional<Duration> setTimeout(std::optional<Duration> period);

    // Starts the period anew. Does nothing if none runs.
    void resetTimeout();

    // The time is up; called once for each setTimeout. Closes the connection,
    // unless overridden.
    virtual void timeoutConnection();

  private:
    IReactorTime& reactor_;
    std::optional<Duration> period_;
    DelayedCall call_;
};

}  // namespace untwist
