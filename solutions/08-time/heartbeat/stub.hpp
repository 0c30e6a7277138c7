// Exercise: ask "are you there?" at regular times. You edit this file.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "untwist/untwist.hpp"

class Heartbeat {
  public:
    // `ping` asks the other side. Its answer comes as a call of answered().
    Heartbeat(untwist::IReactorTime& time, untwist::Duration interval,
              std::function<void()> ping)
        : time_(time), interval_(interval), ping_(std::move(ping)) {}

    void start() {
        // TODO: these are two pings. There must be one at each interval.
        ping_();
        time_.callLater(interval_, [this] { ping_(); });
    }

    void answered() {
        // TODO: the other side has answered the last ping.
    }

    void stop() {
        // TODO: no more pings. It may be called at any time, also twice.
    }

  private:
    untwist::IReactorTime& time_;
    untwist::Duration interval_;
    std::function<void()> ping_;
};
