// The tool as a learner meets it: the words typed, what comes back.
#include <doctest/doctest.h>

#include <cstddef>
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

Outcome type(std::vector<std::string> words) {
    words.insert(words.begin(), UNTWIST_TOOL);
    const TemporaryFolder state;
    Program program(words, {"UNTWIST_STATE=" + state.path().string()});
    const int exitCode = program.wait();
    return {exitCode, program.output(), program.errors()};
}

}  // namespace

TEST_CASE(
    "an unknown command, chapter or exercise is one line and exit code "
    "2") {
    using Words = std::vector<std::string>;
    for (const Words& words :
         {Words{"lsit"}, Words{"run", "ecko"}, Words{"run", "3/blockin"},
          Words{"check", "upercase"}, Words{"run"}, Words{"check", "1", "2"},
          Words{"list", "foo"}, Words{"run", "3", "--dev", "--release"}}) {
        CAPTURE(words.front());
        CAPTURE(words.back());
        const Outcome outcome = type(words);
        CHECK(outcome.exitCode == 2);
        CHECK(outcome.output == "");
        CHECK(outcome.errors.starts_with("untwist: "));
        CHECK(outcome.errors.find('\n') == outcome.errors.size() - 1);
    }
}

TEST_CASE("the nearest names are offered") {
    CHECK(type({"lsit"}).errors ==
          "untwist: there is no command \"lsit\"; did you mean list?\n");
    CHECK(type({"run", "ecko"}).errors ==
          "untwist: there is no chapter \"ecko\"; did you mean 03-echo?\n");
}

TEST_CASE("a word that is missing or too much is said plainly") {
    CHECK(type({"run"}).errors ==
          "untwist: run what? for example: ./untwist run 3\n");
    CHECK(type({"goto"}).errors ==
          "untwist: goto what? for example: ./untwist goto 3/uppercase\n");
    CHECK(type({"next", "foo"}).errors ==
          "untwist: next takes no such word; see ./untwist next --help\n");
}

TEST_CASE("help names each command and ends with 0") {
    const Outcome help = type({"--help"});
    CHECK(help.exitCode == 0);
    for (const char* command : {"list", "run 3", "check 3/", "test"}) {
        CAPTURE(command);
        CHECK(help.output.find(std::string("./untwist ") + command) !=
              std::string::npos);
    }
    CHECK(type({"run", "--help"}).output.find("Usage: ./untwist run ") !=
          std::string::npos);
    const Outcome check = type({"check", "-h"});
    CHECK(check.exitCode == 0);
    CHECK(check.output.find("--no-fork") != std::string::npos);
}

TEST_CASE("the list names the chapters, plainly where there is no terminal") {
    const Outcome list = type({"list"});
    CHECK(list.exitCode == 0);
    CHECK(list.output.find("03-echo") != std::string::npos);
    CHECK(list.output.find('\033') == std::string::npos);
    CHECK(list.errors == "");
}

TEST_CASE("a reader that leaves early ends the tool quietly") {
    Program program({UNTWIST_TOOL, "list"});
    program.closeOutput();
    CHECK(program.wait() == 0);
    CHECK(program.errors() == "");
}
