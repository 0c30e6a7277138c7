// Fails: the action may trigger the next one
//
// You note that nothing is to come after the action has returned. But the
// action may have called trigger: that found your note as it was, took the call
// that is running for one that is still to come, and reset threw AlreadyCalled.
// Note it before you call; or ask the handle, which knows.
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
        if (waiting_) return pending_.reset(quiet_);
        waiting_ = true;
        pending_ = time_.callLater(quiet_, [this] {
            action_();
            waiting_ = false;
        });
    }

    void flush() {
        if (!waiting_) return;
        pending_.cancel();
        waiting_ = false;
        action_();
    }

  private:
    untwist::IReactorTime& time_;
    untwist::Duration quiet_;
    std::function<void()> action_;
    untwist::DelayedCall pending_;
    bool waiting_ = false;
};
