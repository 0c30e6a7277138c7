// A bad link between two ends: it loses datagrams, doubles them, and lets one
// overtake another.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

struct Weather {
    int seed = 50;   // the same seed, the same fate for each datagram
    int lose = 20;   // of a hundred
    int twice = 10;  // of a hundred
    int late = 20;   // of a hundred: these are overtaken by the next
};

// #region direction
// One direction of the link.
class Direction {
  public:
    Direction(const Weather& weather, unsigned number)
        : weather_(weather),
          random_(static_cast<unsigned>(weather.seed) * 2 + number) {}

    // What comes out at the far end when this goes in.
    std::vector<std::string> pass(untwist::Bytes datagram) {
        const int fate = static_cast<int>(random_() % 100);
        if (fate < weather_.lose) return {};
        const bool late = fate < weather_.lose + weather_.late;
        if (late && !late_) {
            late_ = datagram;
            return {};
        }
        std::vector<std::string> out{std::string(datagram)};
        const int twice = weather_.lose + weather_.late + weather_.twice;
        if (!late && fate < twice) out.push_back(out.front());
        if (late_) out.push_back(*std::exchange(late_, {}));
        return out;
    }

  private:
    Weather weather_;
    std::mt19937 random_;  // the standard says which numbers it makes
    std::optional<std::string> late_;
};
// #endregion
