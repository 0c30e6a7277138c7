// Fails: what a timer adds waits for the next turn
//
// You run timers while there is one that is due. A callback that adds a timer
// for now, to go on with a long job in small pieces, keeps your loop in runDue
// for ever: poll is never reached, and no client is served. Only what was there
// when runDue began is to be called.
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
        const Id id{when, next_++};
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
        while (!calls_.empty() && calls_.begin()->first.first <= now) {
            const auto due = calls_.extract(calls_.begin());
            due.mapped()();
        }
    }

  private:
    std::map<Id, std::function<void()>> calls_;
    std::uint64_t next_ = 0;
};
