// Exercise: an echo server that does not wait for ever. You edit this file.
#pragma once

#include <chrono>

#include "untwist/untwist.hpp"

class IdleEcho : public untwist::Protocol {
  public:
    // A client may be silent for as long as `patience`.
    IdleEcho(untwist::IReactorTime& time, untwist::Duration patience)
        : time_(time), patience_(patience) {}

  private:
    void connectionMade() override {
        // TODO: this is the longest that a client may stay. What it says should
        // make a difference. (TimeoutMixin does it, or the DelayedCall that
        // callLater returns: chapter 8.)
        time_.callLater(patience_, [this] { transport().abortConnection(); });
    }

    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    untwist::IReactorTime& time_;
    untwist::Duration patience_;
};
