// Fails: a fraction of a millisecond is not a busy loop
//
// You round down, as a duration_cast does. A timer that is 0.5 ms away then
// gives 0: poll comes back at once, the timer is not due, you ask poll again
// with 0. For that half millisecond the loop runs at full speed, before each
// timer. It works, and it shows only in the electricity bill. Round up:
// std::chrono::ceil.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <utility>

using Time = std::chrono::nanoseconds;

class Timers {
  public:
    using Id = std::pair<Time, std::uint64_t>;

    Id add(Time when, std::function<void()> call) {
        const Id id{std::max(when, last_), next_++};
        calls_.emplace(id, std::move(call));
        return id;
    }

    void cancel(const Id& id) { calls_.erase(id); }

    int timeout(Time now) const {
        using std::chrono::milliseconds;
        if (calls_.empty()) return -1;
        const auto left = calls_.begin()->first.first - now;
        constexpr milliseconds kMost{std::numeric_limits<int>::max()};
        const auto wait = std::chrono::floor<milliseconds>(left);
        return static_cast<int>(
            std::clamp(wait, milliseconds{0}, kMost).count());
    }

    void runDue(Time now) {
        last_ = now;
        const Id limit{now, next_};
        while (!calls_.empty() && calls_.begin()->first < limit) {
            const auto due = calls_.extract(calls_.begin());
            due.mapped()();
        }
    }

  private:
    std::map<Id, std::function<void()>> calls_;
    std::uint64_t next_ = 0;
    Time last_{0};
};
