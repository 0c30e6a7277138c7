#include "results.hpp"

#include <fstream>
#include <nlohmann/json.hpp>

namespace untwist::tools {

using nlohmann::json;

std::optional<Results> readResults(const std::filesystem::path& file) try {
    std::ifstream in(file);
    if (!in) return {};
    const json read = json::parse(in);
    Results results;
    results.passed = read.at("passed");
    for (const json& each : read.at("cases")) {
        const std::string outcome = each.at("outcome");
        results.cases.push_back({each.at("name"), outcome});
        if (outcome == "passed") continue;
        if (results.failures.empty()) results.story = each.at("story");
        results.failures.emplace(each.at("name"), outcome);
    }
    return results;
} catch (const json::exception&) {
    return {};
}

}  // namespace untwist::tools
