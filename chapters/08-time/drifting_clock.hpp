// Broken on purpose: a clock that waits a second after each line.
#pragma once

#include <chrono>
#include <utility>

#include "untwist/delayed_call.hpp"
#include "voice.hpp"

// #region clock
class DriftingClock {
  public:
    DriftingClock(untwist::IReactorTime& time, Voice voice)
        : time_(time), voice_(std::move(voice)) {}
    DriftingClock(const DriftingClock&) = delete;
    ~DriftingClock() {
        if (next_.active()) next_.cancel();  // it would call what is gone
    }

    void start() { tick(); }

  private:
    void tick() {
        voice_.tellTheTime();
        next_ = time_.callLater(std::chrono::seconds(1), [this] { tick(); });
    }

    untwist::IReactorTime& time_;
    Voice voice_;
    untwist::DelayedCall next_;
};
// #endregion
