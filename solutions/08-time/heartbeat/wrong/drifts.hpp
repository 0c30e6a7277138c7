// Fails: a late ping does not move the ones after it
//
// You wait one interval after each ping. As long as the reactor has nothing
// else to do, that is the same as a grid. But a ping that is made 3 s late
// moves all that follow by 3 s, and the next delay adds to that. Count from the
// start, not from the last ping.
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
        unanswered_ = false;
        due();
    }

    void answered() { unanswered_ = false; }

    void stop() {
        running_ = false;
        if (next_.active()) next_.cancel();
    }

  private:
    void due() {
        if (!unanswered_) {
            unanswered_ = true;
            ping_();
        }
        if (running_) next_ = time_.callLater(interval_, [this] { due(); });
    }

    untwist::IReactorTime& time_;
    untwist::Duration interval_;
    std::function<void()> ping_;
    bool unanswered_ = false;
    bool running_ = false;
    untwist::DelayedCall next_;
};
