// Fails: who has left leaves no call behind
//
// The call that you have scheduled captures this. When the client has left,
// nobody cancels it, and ten seconds later it is made, on a protocol that is
// gone. connectionLost is where it has to be cancelled; or let TimeoutMixin do
// it.
#pragma once

#include <chrono>

#include "untwist/untwist.hpp"

class IdleEcho : public untwist::Protocol {
  public:
    IdleEcho(untwist::IReactorTime& time, untwist::Duration patience)
        : time_(time), patience_(patience) {}

  private:
    void connectionMade() override { start(); }

    void dataReceived(untwist::Bytes data) override {
        call_.reset(patience_);
        transport().write(data);
    }

    void start() {
        call_ = time_.callLater(patience_,
                                [this] { transport().abortConnection(); });
    }

    untwist::IReactorTime& time_;
    untwist::Duration patience_;
    untwist::DelayedCall call_;
};
