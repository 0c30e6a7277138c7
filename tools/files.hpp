// Files, read and written whole; an error is a line that names the file.
#pragma once

#include <filesystem>
#include <string>

namespace untwist::tools {

// "" of a file that is not there.
std::string contentsOf(const std::filesystem::path& file);

// Both are there, with the same bytes.
bool haveSameContents(const std::filesystem::path& a,
                      const std::filesystem::path& b);

// In all that follow, the folders that are missing are made, and the file is
// at any moment as it was or as it shall be: the new one is written beside it
// and then takes its name. Throw std::runtime_error.
void writeFile(const std::filesystem::path& file, const std::string& text);
void copyFile(const std::filesystem::path& from,
              const std::filesystem::path& to);

}  // namespace untwist::tools
