// How the library counts time.
#pragma once

#include <chrono>

namespace untwist {

// A length of time. std::chrono's literals (5s, 250ms) convert to it.
using Duration = std::chrono::nanoseconds;

}  // namespace untwist
