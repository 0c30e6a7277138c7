// Solution: act when things have calmed down.
//
// There is one action to come, or none: one handle. active() tells which, and
// it is false while the action runs, so a trigger in the action finds that it
// has to schedule a new one.
//
// flush cancels before it acts, for the same reason: in the action, nothing is
// to come. The destructor cancels because the call captures this.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "untwist/untwist.hpp"

class Debounce {
  public:
    Debounce(untwist::IReactorTime& time, untwist::Duration quiet,
             std::function<void()> action)
        : time_(time), quiet_(quiet), action_(std::move(action)) {}
    ~Debounce() {
        if (pending_.active()) pending_.cancel();
    }

    void trigger() {
        if (pending_.active()) {
            pending_.reset(quiet_);
        } else {
            pending_ = time_.callLater(quiet_, [this] { action_(); });
        }
    }

    void flush() {
        if (!pending_.active()) return;
        pending_.cancel();
        action_();
    }

  private:
    untwist::IReactorTime& time_;
    untwist::Duration quiet_;
    std::function<void()> action_;
    untwist::DelayedCall pending_;
};
