// The tool as a learner meets it: the words typed, what comes back.
#include <doctest/doctest.h>

#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

#include "person.hpp"
#include "support/program.hpp"
#include "temporary_folder.hpp"

using untwist::support::Program;
using untwist::tools::Person;
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

TEST_CASE("on a terminal a message is broken between words") {
    const TemporaryFolder state;
    Person person({UNTWIST_TOOL, "check", "upercase"},
                  {"UNTWIST_STATE=" + state.path().string()}, 40);
    CHECK(person.seesTheEnd() == 2);
    CHECK(person.screen() ==
          "untwist: there is no exercise\n"
          "\"upercase\"; did you mean 3/uppercase?");
}

TEST_CASE("a word that is missing or too much is said plainly") {
    CHECK(type({"run"}).errors ==
          "untwist: run what? for example: ./untwist run 3\n");
    CHECK(type({"goto"}).errors ==
          "untwist: goto what? for example: ./untwist goto 3/uppercase\n");
    CHECK(type({"merge"}).errors ==
          "untwist: merge what? for example: ./untwist merge "
          "../other-machine/untwist\n");
    CHECK(type({"new"}).errors ==
          "untwist: new what? for example: ./untwist new 9/my-task\n");
    CHECK(type({"next", "foo"}).errors ==
          "untwist: next takes no such word; see ./untwist next --help\n");
}

TEST_CASE("a handout without a name for it is asked for one, in a line") {
    Program handout(
        {"/usr/bin/env", "bash", UNTWIST_SOURCE_DIR "/tools/handout"});
    CHECK(handout.wait() == 2);
    CHECK(handout.errors() ==
          "handout: which archive? bash tools/handout untwist.tar.gz\n");
}

TEST_CASE("help names each command and ends with 0") {
    const Outcome help = type({"--help"});
    CHECK(help.exitCode == 0);
    for (const char* command : {"list", "run 3", "check 3/", "bench", "test"}) {
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

TEST_CASE("help is behind any command, wherever the word stands") {
    for (const char* command : {"check", "hint", "goto", "run"}) {
        CAPTURE(command);
        const std::string help = type({command, "--help"}).output;
        CHECK(help.find(std::string("./untwist ") + command) !=
              std::string::npos);
        CHECK(type({"help", command}).output == help);
    }
    CHECK(type({"hint", "3", "--help"}).output ==
          type({"help", "hint"}).output);
    CHECK(type({"check", "3", "--all", "--help"}).output ==
          type({"check-all", "--help"}).output);
    CHECK(type({"help", "chekc"}).errors ==
          "untwist: there is no command \"chekc\"; did you mean check?\n");
    const std::string check = type({"help", "check"}).output;
    CHECK(check.find("check --all [3 4/tally] [--json FILE.json]") !=
          std::string::npos);
}

TEST_CASE("what check does not know is said before anything is built") {
    CHECK(type({"check", "--bogus"}).errors ==
          "untwist: check takes no such word; see ./untwist check --help\n");
    CHECK(type({"check", "3/uppercase", "-s"}).errors ==
          "untwist: check takes no such word; see ./untwist check --help\n");
    CHECK(type({"check", "--limit", "soon"})
              .errors.starts_with("untwist: --limit: "));
    // The file is the option's, not an exercise; so this is the wrong one.
    CHECK(type({"check", "--json", "/tmp/results.json", "3/upercase"}).errors ==
          "untwist: there is no exercise \"3/upercase\"; did you mean "
          "3/uppercase?\n");
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

TEST_CASE("the version is a line that a report of an error can have") {
    for (const char* word : {"--version", "version"}) {
        const Outcome version = type({word});
        CHECK(version.exitCode == 0);
        CHECK(version.output.starts_with("Untwist "));
        CHECK(version.output.find(" chapters, ") != std::string::npos);
        CHECK(version.output.find('\n') == version.output.size() - 1);
    }
}

TEST_CASE("the first page fits a terminal of 24 rows, with the prompt") {
    const TemporaryFolder state;
    Person person({UNTWIST_TOOL}, {"UNTWIST_STATE=" + state.path().string()});
    CHECK(person.seesTheEnd() == 0);
    CHECK(person.screen().starts_with("Welcome to Untwist."));
}

TEST_CASE("on 40 columns no line of the list and the home page is longer") {
    for (const char* command : {"", "list"}) {
        std::vector<std::string> words{UNTWIST_TOOL};
        if (*command != '\0') words.emplace_back(command);
        const TemporaryFolder state;
        Program program(
            words, {"UNTWIST_STATE=" + state.path().string(), "COLUMNS=40"});
        CHECK(program.wait() == 0);
        std::istringstream output(program.output());
        for (std::string line; std::getline(output, line);) {
            CAPTURE(line);
            // A path stays whole, for whoever copies it.
            CHECK((line.size() <= 40 || line.find(' ') > 40));
        }
    }
}

TEST_CASE("check --all takes several names, and rejects a wrong one") {
    CHECK(type({"check", "--all", "3/upercase"}).errors ==
          "untwist: there is no exercise \"3/upercase\"; did you mean "
          "3/uppercase?\n");
    CHECK(type({"check", "3", "--all", "4", "nowhere"}).exitCode == 2);
    CHECK(type({"check", "--all", "--json", "3"}).exitCode == 2);
    CHECK(type({"check", "--all", "--help"}).output.find("--json") !=
          std::string::npos);
}
