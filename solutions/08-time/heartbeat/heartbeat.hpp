// Solution: ask "are you there?" at regular times.
//
// When a ping is due is LoopingCall's business: it has a grid that starts with
// start(), leaves out what was missed, and ends its calls when it goes. Whether
// a ping that is due may be sent is ours, and it is one bool.
//
// unanswered_ is set before ping_ is called: the answer may come inside it.
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

    void stop() {
        if (grid_.running()) grid_.stop();
    }

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
