// Fails: a new start has a grid of its own, and only that
//
// stop() sets a flag, and the call that is still waiting looks at it when its
// time comes. But by then start() may have cleared it again: the old call takes
// that for its own, and goes on. Now there are two heartbeats. A call that is
// no longer wanted must be cancelled.
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
    ~Heartbeat() {
        if (next_.active()) next_.cancel();
    }

    void start() {
        running_ = true;
        unanswered_ = false;
        began_ = time_.seconds();
        due();
    }

    void answered() { unanswered_ = false; }

    void stop() { running_ = false; }

  private:
    void due() {
        if (!running_) return;
        if (!unanswered_) {
            unanswered_ = true;
            ping_();
        }
        const auto gone = (time_.seconds() - began_) % interval_;
        next_ = time_.callLater(interval_ - gone, [this] { due(); });
    }

    untwist::IReactorTime& time_;
    untwist::Duration interval_;
    std::function<void()> ping_;
    untwist::Duration began_{};
    bool unanswered_ = false;
    bool running_ = false;
    untwist::DelayedCall next_;
};
