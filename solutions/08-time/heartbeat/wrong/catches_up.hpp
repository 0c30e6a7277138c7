// Fails: pings that were missed are not made up for
//
// You keep the time of the next ping and add the interval to it: so the grid
// holds, whatever happens. But after a long delay that time lies in the past,
// and so does the one after it. You send ping upon ping until you have caught
// up with the clock, and the other side gets five of them at once. What was
// missed is of no use any more. Go to the next point that is still to come.
#pragma once

#include <algorithm>
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
        running_ = true;
        unanswered_ = false;
        planned_ = time_.seconds();
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
        planned_ += interval_;
        const auto wait =
            std::max(planned_ - time_.seconds(), untwist::Duration(0));
        next_ = time_.callLater(wait, [this] { due(); });
    }

    untwist::IReactorTime& time_;
    untwist::Duration interval_;
    std::function<void()> ping_;
    untwist::Duration planned_{};
    bool unanswered_ = false;
    bool running_ = false;
    untwist::DelayedCall next_;
};
