// What the six servers say, and how long they take.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "untwist/duration.hpp"

struct SlowQuote {
    std::string text;
    untwist::Duration delay;
};

inline const std::vector<SlowQuote> kQuotes{
    {"Measure twice.", std::chrono::milliseconds(300)},
    {"Haste makes waste.", std::chrono::milliseconds(100)},
    {"Slow and steady.", std::chrono::milliseconds(400)},
    {"First come, first served.", std::chrono::milliseconds(150)},
    {"Many hands, light work.", std::chrono::milliseconds(350)},
    {"All in good time.", std::chrono::milliseconds(200)}};
