// Files that are there whole, or not at all.
#pragma once

#include <string>
#include <string_view>

namespace untwist::support {

// Writes beside `path` and renames, so that a full disk or a crash leaves the
// old file alone and nobody reads half of the new one. What is no ordinary file
// (/dev/stdout) is written to as it is. Throws std::runtime_error with one line
// that names the file and the reason.
void writeFile(const std::string& path, std::string_view contents);

}  // namespace untwist::support
