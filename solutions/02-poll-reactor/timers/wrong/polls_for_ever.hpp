// Fails: a timer that is overdue lets poll not sleep at all
//
// You hand poll the time that is left, and do not ask whether there is any.
// When a callback takes longer than the next timer had to wait, what is left is
// negative, and to poll a negative number means for ever: the timer that is
// late already runs when some client happens to say something. Clamp it to 0.
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
        const auto wait = std::chrono::ceil<milliseconds>(left).count();
        constexpr milliseconds::rep kMost = std::numeric_limits<int>::max();
        return static_cast<int>(std::min(wait, kMost));
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
