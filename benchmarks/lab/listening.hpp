// How a model tells that it listens, whatever it listens with.
#pragma once

#include <cstdint>
#include <functional>

namespace untwist::lab {

// Called once, with the real port, before the first client is served.
using Listening = std::function<void(std::uint16_t port)>;

// How many clients may knock at once: the most that Linux allows by default.
inline constexpr int kBacklog = 4096;

}  // namespace untwist::lab
