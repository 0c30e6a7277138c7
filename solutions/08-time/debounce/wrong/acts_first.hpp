// Fails: the action comes when it has been quiet for long enough
//
// You act on the first trigger and then ignore the others until it is quiet.
// That suits a button that bounces. Here it saves the first letter of what was
// typed, and nothing of the rest.
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
        if (pending_.active()) return pending_.reset(quiet_);
        pending_ = time_.callLater(quiet_, [] {});
        action_();
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
