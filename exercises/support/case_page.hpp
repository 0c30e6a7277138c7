// What a case's process leaves for its supervisor, in memory that they share:
// it is still there when the process has crashed, or hangs.
#pragma once

#include <array>
#include <cstdint>

#include "untwist/testing/story.hpp"

namespace untwist::check {

struct CasePage {
    testing::StoryPage story;
    std::uint32_t failures = 0;        // assertions and exceptions
    std::array<char, 4096> failure{};  // the first, in words
    bool finished = false;             // the case ran to its end
    bool leaked = false;
};

}  // namespace untwist::check
