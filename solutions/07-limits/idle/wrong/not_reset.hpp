// Fails: what a client says starts the time anew
//
// You set the time when the connection is made, and what the client says
// changes nothing. That is a limit on how long anybody may stay: the busiest
// client is cut off in the middle of a word. Each read has to give the call a
// new time.
#pragma once

#include <chrono>

#include "untwist/untwist.hpp"

class IdleEcho : public untwist::Protocol, public untwist::TimeoutMixin {
  public:
    IdleEcho(untwist::IReactorTime& time, untwist::Duration patience)
        : TimeoutMixin(time), patience_(patience) {}

  private:
    void connectionMade() override { setTimeout(patience_); }

    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void timeoutConnection() override { transport().abortConnection(); }

    untwist::Duration patience_;
};
