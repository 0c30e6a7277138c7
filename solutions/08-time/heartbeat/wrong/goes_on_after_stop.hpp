// Fails: stop may be called in ping
//
// stop() cancels the call that is waiting. But when stop() is called in ping_,
// none is waiting: you schedule the next one after ping_ has returned, and so
// the heartbeat that was stopped goes on. After each call into code that is not
// yours, ask whether things are still as they were.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "untwist/untwist.hpp"

class Heartbeat {
  public:
    Heartbeat(untwist::IReactorTime& time, untwist::Duration interval,
              std::function<void()> ping)
        : time_(time), interval_(interval), ping_(std::move(ping)) {}
    ~Heartbeat() { stop(); }

    void start() {
        unanswered_ = false;
        began_ = time_.seconds();
        due();
    }

    void answered() { unanswered_ = false; }

    void stop() {
        if (next_.active()) next_.cancel();
    }

  private:
    void due() {
        if (!unanswered_) {
            unanswered_ = true;
            ping_();
        }
        const auto gone = (time_.seconds() - began_) % interval_;
        next_ = time_.callLater(interval_ - gone, [this] { due(); });
    }

    untwist::IReactorTime& time_;
    untwist::Duration interval_;
    std::function<void()> ping_;
    untwist::Duration began_{};
    bool unanswered_ = false;
    untwist::DelayedCall next_;
};
