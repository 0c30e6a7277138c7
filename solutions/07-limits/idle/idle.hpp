// Solution: an echo server that does not wait for ever.
//
// TimeoutMixin has one call, and cancels it when the protocol goes, which is
// right after connectionLost: nothing is left behind. What it does when the
// time is up has to be changed. It calls loseConnection, which sends what is
// queued first; with a client that does not read, that takes for ever.
#pragma once

#include <chrono>

#include "untwist/untwist.hpp"

class IdleEcho : public untwist::Protocol, public untwist::TimeoutMixin {
  public:
    IdleEcho(untwist::IReactorTime& time, untwist::Duration patience)
        : TimeoutMixin(time), patience_(patience) {}

  private:
    void connectionMade() override { setTimeout(patience_); }

    void dataReceived(untwist::Bytes data) override {
        resetTimeout();
        transport().write(data);
    }

    void timeoutConnection() override { transport().abortConnection(); }

    untwist::Duration patience_;
};
