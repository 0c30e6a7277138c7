// File names that a terminal opens when they are clicked (OSC 8).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace untwist::tools {

// `text` as a link to the file `path`, if standard output is a terminal that
// can be expected to know links; else `text` as it is.
std::string link(const std::filesystem::path& path, std::string_view text);

// The same whatever standard output is.
std::string linkTo(const std::filesystem::path& path, std::string_view text);

}  // namespace untwist::tools
