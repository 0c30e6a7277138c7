// Where a server's time for one message goes.
#pragma once

#include <string>

#include "bench/measure.hpp"

namespace untwist::bench {

// System calls by name, and the functions that run most instructions.
std::string profileOf(const Server& server, const Work& work);

// Replaces what is between the marks <!-- bench --> and <!-- /bench --> in
// `file`. Throws std::runtime_error if it has no such marks.
void putInto(const std::string& file, const std::string& text);

}  // namespace untwist::bench
