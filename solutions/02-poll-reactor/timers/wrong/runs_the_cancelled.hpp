// Fails: a timer may cancel another that is due as well
//
// You take all that is due out of the map, then call one after the other. When
// the first cancels the second, the second is no longer in the map, so cancel
// finds nothing, and it runs. A time-out that fires after it was cancelled
// closes a connection that was doing well. Take one out, call it, and look
// again.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <utility>
#include <vector>

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
        std::vector<std::function<void()>> due;
        while (!calls_.empty() && calls_.begin()->first.first <= now) {
            due.push_back(std::move(calls_.begin()->second));
            calls_.erase(calls_.begin());
        }
        for (const auto& call : due) call();
    }

  private:
    std::map<Id, std::function<void()>> calls_;
    std::uint64_t next_ = 0;
};
