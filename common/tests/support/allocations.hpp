// For tests: how often the program has asked for memory. The test program's
// own operator new counts.
#pragma once

#include <cstddef>

namespace untwist::test {

// By this thread, so far.
std::size_t allocations();

}  // namespace untwist::test
