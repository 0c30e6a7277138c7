// Fails: a trigger after the action starts it all again
//
// You remember that there was a call, and cancel it. By the second burst it has
// run, and cancel throws AlreadyCalled: the exception goes to whoever called
// trigger. Ask the handle: active() is true only for a call that is still to
// come.
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
        if (scheduled_) pending_.cancel();
        pending_ = time_.callLater(quiet_, [this] { action_(); });
        scheduled_ = true;
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
    bool scheduled_ = false;
};
