// What a check program found: its --json file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace untwist::tools {

struct Results {
    bool passed = false;
    // The cases that did not pass, with how each ended: failed, crashed, hung.
    std::map<std::string, std::string> failures;
    std::string story;  // of the first of them

    friend bool operator==(const Results&, const Results&) = default;
};

// None if the program did not live to write it.
std::optional<Results> readResults(const std::filesystem::path& file);

}  // namespace untwist::tools
