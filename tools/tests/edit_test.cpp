// ./untwist edit, with an editor that only tells what it was given.
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "support/program.hpp"
#include "temporary_folder.hpp"

using untwist::support::Program;
using untwist::tools::TemporaryFolder;

namespace {

struct Outcome {
    int exitCode;
    std::string output;
    std::string errors;
};

// With these variables, and none else that could name an editor.
Outcome edit(std::vector<std::string> environment) {
    const TemporaryFolder state;
    for (const char* name :
         {"VISUAL", "EDITOR", "DISPLAY", "WAYLAND_DISPLAY", "TERM_PROGRAM"}) {
        const std::string unset = std::string(name) + '=';
        const auto isGiven = [&](const std::string& each) {
            return each.starts_with(unset);
        };
        if (std::ranges::none_of(environment, isGiven))
            environment.push_back(unset);
    }
    environment.push_back("UNTWIST_STATE=" + state.path().string());
    Program program({UNTWIST_TOOL, "edit", "3/uppercase"}, environment);
    const int exitCode = program.wait();
    return {exitCode, program.output(), program.errors()};
}

const std::string kFile = "exercises/03-echo/uppercase/uppercase.hpp";

}  // namespace

TEST_CASE("the editor of VISUAL, else of EDITOR, is given the file") {
    const Outcome both = edit({"VISUAL=echo first", "EDITOR=echo second"});
    CHECK(both.exitCode == 0);
    CHECK(both.output.find("first ") != std::string::npos);
    CHECK(both.output.find(kFile + '\n') != std::string::npos);
    CHECK(edit({"EDITOR=echo second"}).output.find("second ") !=
          std::string::npos);
}

TEST_CASE("without an editor the file is named, in one line") {
    const Outcome none = edit({"PATH=/nowhere"});
    CHECK(none.exitCode == 2);
    CHECK(none.errors.starts_with("untwist: no editor found: set VISUAL"));
    CHECK(none.errors.find(kFile) != std::string::npos);
    CHECK(none.errors.find('\n') == none.errors.size() - 1);
}

TEST_CASE("an editor that fails is named") {
    const Outcome failed = edit({"VISUAL=false"});
    CHECK(failed.exitCode == 2);
    CHECK(failed.errors.starts_with(
        "untwist: your editor, false, could not open "));
}
