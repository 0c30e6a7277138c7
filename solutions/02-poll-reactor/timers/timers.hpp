// Solution: the timers of a poll reactor.
//
// The key is the time and then a number that counts up, so no two are equal,
// and equal times keep the order of add. timeout rounds up, for a timer that
// is 0.4 ms away is not due after 0 ms, and clamps: a negative number would
// mean for ever. runDue takes a timer out before it calls it, so that the call
// can add and cancel what it likes. Nothing that it adds is before the limit.
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
        const auto wait = std::chrono::ceil<milliseconds>(left);
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
