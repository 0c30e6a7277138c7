// What the drawings of a timeline have in common.
#pragma once

#include <cstddef>
#include <vector>

#include "support/timeline.hpp"

namespace untwist::support {

constexpr double inMs(Duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

// The end of the time axis, in milliseconds; more than zero.
double axisEnd(const Timeline& timeline);

// Which of `tasks` to show when there is room for `most`: spread evenly, the
// first and the last among them.
std::vector<std::size_t> selection(std::size_t tasks, std::size_t most);

// "12 of 40 tasks shown", or nothing when all of them are.
std::string selectionNote(const Timeline& timeline, std::size_t most);

}  // namespace untwist::support
