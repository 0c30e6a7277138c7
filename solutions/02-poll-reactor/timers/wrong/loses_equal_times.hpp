// Fails: timers for the same time all run, in the order of add
//
// You keep the calls in a map by time. Two timers can be for the same time, and
// a map has each key once: the second is thrown away, without a word. (A
// multimap would keep both; but then the time alone cannot say which of them to
// cancel.) Put a number that counts up behind the time.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <map>
#include <utility>

using Time = std::chrono::nanoseconds;

class Timers {
  public:
    using Id = Time;

    Id add(Time when, std::function<void()> call) {
        calls_.emplace(when, std::move(call));
        return when;
    }

    void cancel(const Id& id) { calls_.erase(id); }

    int timeout(Time now) const {
        using std::chrono::milliseconds;
        if (calls_.empty()) return -1;
        const auto left = calls_.begin()->first - now;
        constexpr milliseconds kMost{std::numeric_limits<int>::max()};
        const auto wait = std::chrono::ceil<milliseconds>(left);
        return static_cast<int>(
            std::clamp(wait, milliseconds{0}, kMost).count());
    }

    void runDue(Time now) {
        while (!calls_.empty() && calls_.begin()->first <= now) {
            const auto due = calls_.extract(calls_.begin());
            due.mapped()();
        }
    }

  private:
    std::map<Time, std::function<void()>> calls_;
};
