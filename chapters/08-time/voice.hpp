// What the two clocks of this chapter say, and the work that it costs them.
#pragma once

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "untwist/duration.hpp"
#include "untwist/reactor_interfaces.hpp"

// "12:00:00.000"
inline std::string clockFace(untwist::Duration sinceMidnight) {
    using std::chrono::milliseconds;
    const std::chrono::hh_mm_ss face(std::chrono::floor<milliseconds>(
        sinceMidnight % std::chrono::hours(24)));
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%02d:%02d:%02d.%03d",
                  static_cast<int>(face.hours().count()),
                  static_cast<int>(face.minutes().count()),
                  static_cast<int>(face.seconds().count()),
                  static_cast<int>(face.subseconds().count()));
    return text.data();
}

// #region voice
class Voice {
  public:
    using Say = std::function<void(std::string_view line)>;
    using Work = std::function<void()>;

    // `timeOfDay` is what the clock on the wall shows now. From here on only
    // `time` is asked. `work` is called after each line.
    Voice(const untwist::IReactorTime& time, untwist::Duration timeOfDay,
          Say say, Work work)
        : time_(time),
          midnight_(time.seconds() - timeOfDay),
          say_(std::move(say)),
          work_(std::move(work)) {}

    void tellTheTime(const std::string& remark = "") const {
        say_(clockFace(time_.seconds() - midnight_) + remark);
        work_();
    }

  private:
    const untwist::IReactorTime& time_;
    untwist::Duration midnight_;  // as time_ counts
    Say say_;
    Work work_;
};
// #endregion

// What a program hands to Voice: the wall's clock, and work that is real.
inline untwist::Duration localTimeOfDay() {
    const auto now = std::chrono::system_clock::now();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
    const std::time_t time = std::chrono::system_clock::to_time_t(seconds);
    std::tm parts{};
    ::localtime_r(&time, &parts);
    return std::chrono::hours(parts.tm_hour) +
           std::chrono::minutes(parts.tm_min) +
           std::chrono::seconds(parts.tm_sec) + (now - seconds);
}

inline void keepBusy(untwist::Duration howLong) {
    const auto end = std::chrono::steady_clock::now() + howLong;
    while (std::chrono::steady_clock::now() < end) continue;
}
