// Fails: only the last word counts, however many there were
//
// delay(patience_) puts the call off by that much from where it was planned.
// Each read adds ten seconds more, so a client that sends a hundred bytes one
// by one may be silent for a quarter of an hour. reset(patience_) counts from
// now.
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
        call_.delay(patience_);
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
