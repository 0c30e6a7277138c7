// Fails: what a client says starts the time anew
//
// Each read schedules a call, and the ones before it still stand: overwriting a
// handle cancels nothing. The first of them is made ten seconds after the
// connection, whatever was said since. There has to be one call, with a new
// time.
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
        start();
        transport().write(data);
    }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        if (call_.active()) call_.cancel();
    }

    void start() {
        call_ = time_.callLater(patience_,
                                [this] { transport().abortConnection(); });
    }

    untwist::IReactorTime& time_;
    untwist::Duration patience_;
    untwist::DelayedCall call_;
};
