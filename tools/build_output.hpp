// Reads what compilers and build tools print.
#pragma once

#include <string>
#include <string_view>

namespace untwist::tools {

// "12/30" of Ninja's "[12/30] Building ...", "40%" of make's; else "".
std::string progressOf(std::string_view line);

// Does a progress line tell of the library and what supports the course, rather
// than of a chapter or an exercise?
bool isOfLibrary(std::string_view line);

// Does Clang complain of a precompiled header that no longer fits? It does when
// the system's headers have been upgraded, or itself; those may be older than
// what was compiled, so that no build tool notices.
bool isOfStaleHeader(std::string_view line);

// The value of `name` in the text of a CMakeCache.txt, or "".
std::string cacheEntry(std::string_view cache, std::string_view name);

}  // namespace untwist::tools
