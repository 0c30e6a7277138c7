// Fails: a heartbeat that is gone pings no more
//
// The call that you have scheduled captures this. Its handle goes with your
// object, but dropping a handle cancels nothing: the reactor makes the call, on
// an object that is gone. AddressSanitizer stops it there. Without it, anything
// may happen, or nothing for a year. A class that schedules a call with this in
// it needs a destructor that cancels.
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

    void start() {
        running_ = true;
        unanswered_ = false;
        began_ = time_.seconds();
        due();
    }

    void answered() { unanswered_ = false; }

    void stop() {
        running_ = false;
        if (next_.active()) next_.cancel();
    }

  private:
    void due() {
        if (!unanswered_) {
            unanswered_ = true;
            ping_();
        }
        if (!running_) return;
        const auto gone = (time_.seconds() - began_) % interval_;
        next_ = time_.callLater(interval_ - gone, [this] { due(); });
    }

    untwist::IReactorTime& time_;
    untwist::Duration interval_;
    std::function<void()> ping_;
    untwist::Duration began_{};
    bool unanswered_ = false;
    bool running_ = false;
    untwist::DelayedCall next_;
};
