// Fails: who breaks off leaves no call behind
//
// You have seen that the call could find the protocol gone, and let it hold a
// shared_ptr. Now it finds it: each client that has left stays in memory until
// its time is up, and is then aborted once more, which does nothing. Thousands
// who come and go add up. Cancel the call when the connection is lost.
#pragma once

#include <chrono>
#include <memory>

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
        call_ = time_.callLater(patience_, [this, self = shared_from_this()] {
            transport().abortConnection();
        });
    }

    untwist::IReactorTime& time_;
    untwist::Duration patience_;
    untwist::DelayedCall call_;
};
