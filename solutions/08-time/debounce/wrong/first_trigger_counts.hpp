// Fails: each trigger starts the quiet time anew
//
// While an action is to come, you ignore further triggers. So it comes when the
// first of them is old enough, in the middle of the typing. That is a throttle,
// useful elsewhere: "at most every two seconds". Here a trigger has to move the
// call that is waiting.
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
        if (pending_.active()) return;
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
