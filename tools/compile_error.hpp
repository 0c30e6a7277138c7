// What a compiler said, cut down to what its reader needs first.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace untwist::tools {

// Of all that was printed, one message, at most a screen of it: the first that
// concerns the file `own` (a path from `root`), or else the first error, or
// else the last lines. If a static_assert of the library's speaks of the same
// line, its words alone are told, with that line. Paths are told as seen from
// `root`.
std::vector<std::string> firstError(const std::vector<std::string>& lines,
                                    const std::string& own,
                                    const std::filesystem::path& root);

// Are all compile errors in the check beside the header `own`, none in `own`?
bool failsOnlyInCheck(const std::vector<std::string>& lines,
                      const std::string& own);

}  // namespace untwist::tools
