// Reads what compilers and build tools print.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace untwist::tools {

// "12/30" of Ninja's "[12/30] Building ...", "40%" of make's; else "".
std::string progressOf(std::string_view line);

// The value of `name` in the text of a CMakeCache.txt, or "".
std::string cacheEntry(std::string_view cache, std::string_view name);

// The first error that names `own` (a path's end), or else the first error, or
// else the last lines; at most a screen.
std::vector<std::string> firstError(const std::vector<std::string>& lines,
                                    std::string_view own);

}  // namespace untwist::tools
