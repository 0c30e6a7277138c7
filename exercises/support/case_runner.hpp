// The doctest side of a check: which cases there are, and running one of them.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "case_page.hpp"

namespace untwist::check {

std::vector<std::string> caseNames();  // in the order of the file

// Runs case number `index` in this process and writes what becomes of it to
// the page.
void runCase(std::size_t index, CasePage& page);

// All of doctest, with its own options: for a debugger.
int runDirectly(int argc, const char* const* argv);

}  // namespace untwist::check
