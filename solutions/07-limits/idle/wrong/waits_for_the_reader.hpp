// Fails: who does not read is cut off, whatever waits to be sent
//
// What TimeoutMixin does by itself is loseConnection: it sends what is queued,
// and closes then. A client that does not read keeps the queue from getting
// empty, and stays. loseConnection is for those who will take what is left;
// abortConnection is for those on whom you have given up.
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

    void timeoutConnection() override { transport().loseConnection(); }

    untwist::Duration patience_;
};
