// The machinery of the checks, tried on a check that goes wrong in every way.
#include <doctest/doctest.h>
#include <sys/types.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "support/program.hpp"

using nlohmann::json;
using untwist::support::Program;

namespace {

struct Result {
    int code;
    std::string output;
    std::string errors;
};

Result check(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), UNTWIST_MISBEHAVING_CHECK);
    Program program(arguments);
    const int code = program.wait();
    return {code, program.output(), program.errors()};
}

json runCases(const std::vector<std::string>& names, const std::string& limit) {
    const std::string file = UNTWIST_TEST_FOLDER "/results.json";
    std::vector<std::string> arguments{"--limit", limit, "--json", file};
    for (const auto& name : names) {
        arguments.insert(arguments.end(), {"--must-fail", name});
    }
    check(arguments);
    std::ifstream in(file);
    return json::parse(in);
}

// All that end by themselves, run once for all tests.
const json& results() {
    static const json all =
        runCases({"passes", "fails twice", "throws, after printing", "exits",
                  "is killed by a signal", "aborts", "leaves processes behind",
                  "prints ten million bytes", "the last, passes as well"},
                 "60");
    return all;
}

const json& resultOf(const std::string& name) {
    for (const auto& result : results().at("cases")) {
        if (result.at("name") == name) return result;
    }
    FAIL("no case " << name);
    return results();
}

std::string outcomeOf(const std::string& name) {
    return resultOf(name).at("outcome");
}

std::string storyOf(const std::string& name) {
    return resultOf(name).at("story");
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a case that goes wrong hides no other") {
    CHECK(results().at("cases").size() == 9);
    CHECK(outcomeOf("passes") == "passed");
    CHECK(outcomeOf("the last, passes as well") == "passed");
    CHECK(results().at("passed") == false);
}

TEST_CASE("a case that hangs is ended, told, and hides no other") {
    const auto cases =
        runCases({"hangs", "the last, passes as well"}, "4").at("cases");
    CHECK(cases.at(0).at("outcome") == "hung");
    CHECK(contains(cases.at(0).at("story"),
                   "still running after 4 s, in dataReceived of Endless, "
                   "given \"hello\\n\""));
    CHECK(cases.at(1).at("outcome") == "passed");
}

TEST_CASE("of a failing case the first failure is told, with the steps") {
    CHECK(outcomeOf("fails twice") == "failed");
    const auto story = storyOf("fails twice");
    CHECK(contains(story, "1. I compare\n"));
    CHECK(contains(story, "which is  a\\n == b\n"));
    CHECK(!contains(story, "I never get told"));
}

TEST_CASE("an exception is told, and what was printed") {
    CHECK(outcomeOf("throws, after printing") == "failed");
    const auto story = storyOf("throws, after printing");
    CHECK(contains(story, "something broke"));
    CHECK(contains(story, "| so far so good\n"));
}

TEST_CASE("exit with code 0 in the middle of a case is no success") {
    CHECK(outcomeOf("exits") == "exited");
    CHECK(contains(storyOf("exits"), "exit(0) was called"));
}

TEST_CASE("crashes are told as what they are") {
    CHECK(outcomeOf("is killed by a signal") == "crashed");
    CHECK(outcomeOf("aborts") == "crashed");
    CHECK(contains(storyOf("aborts"), "1. I abort\n"));
}

TEST_CASE("no process is left behind") {
    const auto story = storyOf("leaves processes behind");
    const std::regex orphan("orphan ([0-9]+) ");
    int found = 0;
    for (std::sregex_iterator it(story.begin(), story.end(), orphan), end;
         it != end; ++it, ++found) {
        const pid_t pid = std::stoi((*it)[1]);
        const bool gone = kill(pid, 0) == -1 && errno == ESRCH;
        CHECK(gone);
    }
    CHECK(found == 2);
}

TEST_CASE("of endless output the end is kept") {
    const auto story = storyOf("prints ten million bytes");
    CHECK(contains(story, "| the end\n"));
    CHECK(story.size() < 10'000);
}

TEST_CASE("--must-fail wants each named case to be there and to fail") {
    CHECK(check({"--limit", "60", "--must-fail", "fails twice"}).code == 0);
    CHECK(check({"--limit", "60", "--must-fail", "fails twice", "--must-fail",
                 "exits"})
              .code == 0);
    CHECK(check({"--limit", "60", "--must-fail", "passes"}).code == 1);
    const auto unknown = check({"--must-fail", "no such case"});
    CHECK(unknown.code == 2);
    CHECK(contains(unknown.errors, "there is no case \"no such case\""));
}

TEST_CASE("a bad option gets one line and exit code 2") {
    CHECK(check({"--what"}).code == 2);
    CHECK(check({"--limit", "soon"}).code == 2);
    CHECK(check({"--json"}).code == 2);
}

TEST_CASE("the verdict is the first line") {
    const auto told = check({"--limit", "1"});
    CHECK(told.code == 1);
    CHECK(told.output.starts_with("FAIL  "));
    CHECK(contains(told.output, " of 10 cases do not pass\n"));
    CHECK(!contains(told.output, "\033"));
}
