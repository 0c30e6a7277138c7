// Fails: while a ping has no answer, no other is sent
//
// The grid is right, and you have let LoopingCall do it. But it knows nothing
// of the other side. When that is slow, you ask again and again, and it has all
// the more to answer. Remember that a ping is out, and send no other.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "untwist/untwist.hpp"

class Heartbeat {
  public:
    Heartbeat(untwist::IReactorTime& time, untwist::Duration interval,
              std::function<void()> ping)
        : interval_(interval), grid_(std::move(ping), time) {}

    void start() { grid_.start(interval_); }

    void answered() {}

    void stop() {
        if (grid_.running()) grid_.stop();
    }

  private:
    untwist::Duration interval_;
    untwist::LoopingCall grid_;
};
