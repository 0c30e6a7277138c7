// For the tests of the checks' machinery: the misbehaving check, run.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/program.hpp"

namespace untwist::check {

struct Run {
    int code;
    std::string output;
    std::string errors;
};

inline Run run(std::vector<std::string> arguments,
               const std::vector<std::string>& environment = {}) {
    arguments.insert(arguments.begin(), UNTWIST_MISBEHAVING_CHECK);
    support::Program program(arguments, environment);
    const int code = program.wait();
    return {code, program.output(), program.errors()};
}

// What became of some of its cases, by name.
class Cases {
  public:
    Cases(const std::vector<std::string>& names, const std::string& limit) {
        const std::string file = UNTWIST_TEST_FOLDER "/results.json";
        std::vector<std::string> arguments{"--limit", limit, "--json", file};
        for (const auto& name : names) {
            arguments.insert(arguments.end(), {"--must-fail", name});
        }
        run(arguments);
        results_ = nlohmann::json::parse(std::ifstream(file));
    }

    bool passed() const { return results_.at("passed"); }
    std::string outcome(const std::string& name) const {
        return result(name).at("outcome");
    }
    std::string story(const std::string& name) const {
        return result(name).at("story");
    }

  private:
    const nlohmann::json& result(const std::string& name) const {
        for (const auto& each : results_.at("cases")) {
            if (each.at("name") == name) return each;
        }
        throw std::runtime_error("no case " + name);
    }

    nlohmann::json results_;
};

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace untwist::check
