// Fails: flush calls the action now, and it does not come again
//
// flush does what was to be done, but the call is still scheduled, and does it
// again two seconds later. When something happens early, the later call for it
// has to go.
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
        if (pending_.active()) action_();
    }

  private:
    untwist::IReactorTime& time_;
    untwist::Duration quiet_;
    std::function<void()> action_;
    untwist::DelayedCall pending_;
};
