// Exercise: act when things have calmed down. You edit this file.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "untwist/untwist.hpp"

class Debounce {
  public:
    // `action` is called when there was no trigger for as long as `quiet`.
    Debounce(untwist::IReactorTime& time, untwist::Duration quiet,
             std::function<void()> action)
        : time_(time), quiet_(quiet), action_(std::move(action)) {}

    void trigger() {
        // TODO: this is one action for each trigger, whatever follows.
        time_.callLater(quiet_, [this] { action_(); });
    }

    void flush() {
        // TODO: if the action is still to come, it comes now instead.
    }

  private:
    untwist::IReactorTime& time_;
    untwist::Duration quiet_;
    std::function<void()> action_;
};
