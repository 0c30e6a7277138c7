// Runs each case of a check in a process of its own and sees how it ends.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "outcome.hpp"

namespace untwist::check {

// Runs the cases in `chosen` (indexes into `names`), one after the other. One
// that takes more than a second is left to itself while the next begins. When
// `limit` is over, all that still run are killed, with what they started.
//
// On SIGINT and SIGTERM it kills them and returns what it has.
std::vector<CaseResult> supervise(const std::vector<std::string>& names,
                                  const std::vector<std::size_t>& chosen,
                                  std::chrono::milliseconds limit);

bool interrupted();  // by one of these signals

}  // namespace untwist::check
