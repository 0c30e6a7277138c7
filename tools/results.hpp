// What a check program found: its --json file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace untwist::tools {

struct CaseOutcome {
    std::string name;
    std::string outcome;  // passed, failed, crashed, hung, ...

    friend bool operator==(const CaseOutcome&, const CaseOutcome&) = default;
};

struct Results {
    bool passed = false;
    std::vector<CaseOutcome> cases;  // all, in the order of the check
    // The cases that did not pass, with how each ended: failed, crashed, hung.
    std::map<std::string, std::string> failures;
    std::string story;  // of the first of them

    friend bool operator==(const Results&, const Results&) = default;
};

// None if the program did not live to write it.
std::optional<Results> readResults(const std::filesystem::path& file);

}  // namespace untwist::tools
