// Fails: a slow answer does not move the pings after it
//
// You plan the next ping when the answer comes. So two pings never overlap, and
// that is good. But the interval now begins with the answer: each one that
// takes four seconds moves all later pings by four seconds. The answer decides
// whether a ping is sent. When it is due, the start decides.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "untwist/untwist.hpp"

class Heartbeat {
  public:
    Heartbeat(untwist::IReactorTime& time, untwist::Duration interval,
              std::function<void()> ping)
        : time_(time), interval_(interval), ping_(std::move(ping)) {}
    ~Heartbeat() { stop(); }

    void start() {
        running_ = true;
        ping_();
    }

    void answered() {
        if (!running_ || next_.active()) return;
        next_ = time_.callLater(interval_, [this] { ping_(); });
    }

    void stop() {
        running_ = false;
        if (next_.active()) next_.cancel();
    }

  private:
    untwist::IReactorTime& time_;
    untwist::Duration interval_;
    std::function<void()> ping_;
    bool running_ = false;
    untwist::DelayedCall next_;
};
