// A clock that tells the time each second, and does not drift.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "untwist/looping_call.hpp"
#include "voice.hpp"

// #region clock
class SpeakingClock {
  public:
    SpeakingClock(untwist::IReactorTime& time, Voice voice)
        : voice_(std::move(voice)),
          everySecond_(untwist::LoopingCall::withCount(
              [this](std::int64_t seconds) { tick(seconds); }, time)) {}
    SpeakingClock(const SpeakingClock&) = delete;

    void start() { everySecond_.start(std::chrono::seconds(1)); }

  private:
    void tick(std::int64_t seconds) {
        if (seconds == 1) return voice_.tellTheTime();
        voice_.tellTheTime(" (left out: " + std::to_string(seconds - 1) + ")");
    }

    Voice voice_;
    untwist::LoopingCall everySecond_;  // ends its calls when it goes
};
// #endregion
