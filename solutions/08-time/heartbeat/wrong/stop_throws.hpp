// Fails: stop may be called before start, and twice
//
// LoopingCall::stop throws if it is not running, and you hand that on. Whoever
// cleans up (connectionLost, say) often cannot know whether there was a start.
// A stop that may be called at any time spares them the question: ask
// running().
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "untwist/untwist.hpp"

class Heartbeat {
  public:
    Heartbeat(untwist::IReactorTime& time, untwist::Duration interval,
              std::function<void()> ping)
        : interval_(interval),
          ping_(std::move(ping)),
          grid_([this] { due(); }, time) {}

    void start() {
        unanswered_ = false;
        grid_.start(interval_);
    }

    void answered() { unanswered_ = false; }

    void stop() { grid_.stop(); }

  private:
    void due() {
        if (unanswered_) return;
        unanswered_ = true;
        ping_();
    }

    untwist::Duration interval_;
    std::function<void()> ping_;
    bool unanswered_ = false;
    untwist::LoopingCall grid_;
};
