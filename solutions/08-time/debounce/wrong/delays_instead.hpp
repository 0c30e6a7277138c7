// Fails: a burst of triggers makes one action
//
// delay(quiet_) means: that much later than planned. Three triggers at once put
// the action off three times, and ten keys typed quickly, for twenty seconds.
// reset(quiet_) means: that much from now.
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
            pending_.delay(quiet_);
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
