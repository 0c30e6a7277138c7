// Fails: a new start does not wait for an old answer
//
// stop() and start() begin a new conversation; the answer to a ping of the old
// one may never come. You still wait for it, so the new heartbeat sends nothing
// at all. What a start begins with must be set in start, and not only where the
// member is declared.
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
        began_ = time_.seconds();
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
        if (!running_) return;
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
