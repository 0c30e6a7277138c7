// Fails: a burst of triggers makes one action
//
// You schedule an action for each trigger and keep the handle of the last. The
// others run all the same: dropping or overwriting a handle cancels nothing.
// The text is saved once for each key, only later.
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
        pending_ = time_.callLater(quiet_, [this] { action_(); });
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
