// Fails: a debounce that is gone calls nothing
//
// The call that you have scheduled captures this. When your object goes, its
// handle goes too, but that cancels nothing: the reactor makes the call, on an
// object that is gone. AddressSanitizer stops it there. A class that schedules
// a call with this in it needs a destructor that cancels.
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
