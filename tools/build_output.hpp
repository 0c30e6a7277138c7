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

// Does Clang refuse a precompiled header? It does after an upgrade of the
// system's headers or of Clang. The new files may have old dates, so that Ninja
// does not notice.
bool isOfStaleHeader(std::string_view line);

// The value of `name` in the text of a CMakeCache.txt, or "".
std::string cacheEntry(std::string_view cache, std::string_view name);

}  // namespace untwist::tools
