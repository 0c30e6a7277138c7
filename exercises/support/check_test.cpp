// The machinery of the checks, tried on a check that goes wrong in every way.
#include <doctest/doctest.h>
#include <sys/types.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "support/program.hpp"

namespace fs = std::filesystem;
using nlohmann::json;
using untwist::support::Program;

namespace {

struct Result {
    int code;
    std::string output;
    std::string errors;
};

Result check(std::vector<std::string> arguments,
             const std::vector<std::string>& environment = {}) {
    arguments.insert(arguments.begin(), UNTWIST_MISBEHAVING_CHECK);
    Program program(arguments, environment);
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
                  "prints a million bytes", "throws in a destructor",
                  "falls without end", "leaks", "ends with _exit",
                  "ends with quick_exit", "exits in a thread", "exits at exit",
                  "stops itself", "kills its group", "ends its parent",
                  "stops its parent, who goes on", "fills memory",
                  "fills memory in a child", "forks without end",
                  "prints without end", "fills the disk",
                  "reads standard input", "closes its descriptors",
                  "leaves its folder", "writes results of its own",
                  "the last, passes as well"},
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

// How many processes run the misbehaving check.
int processesLeft() {
    int count = 0;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::error_code ignored;
        const auto program = fs::read_symlink(entry.path() / "exe", ignored);
        if (program == UNTWIST_MISBEHAVING_CHECK) ++count;
    }
    return count;
}

void waitForProcesses(int count) {
    using Clock = std::chrono::steady_clock;
    const auto giveUp = Clock::now() + untwist::support::kPatience;
    while (processesLeft() != count && Clock::now() < giveUp) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    CHECK(processesLeft() == count);
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool underAddressSanitizer = true;
#else
constexpr bool underAddressSanitizer = false;
#endif

}  // namespace

TEST_CASE("a case that goes wrong hides no other") {
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
    for (const auto* name : {"exits", "ends with _exit", "ends with quick_exit",
                             "exits in a thread", "exits at exit"}) {
        CAPTURE(name);
        CHECK(outcomeOf(name) == "exited");
        CHECK(contains(storyOf(name), "exit(0) was called"));
    }
}

TEST_CASE("crashes are told as what they are") {
    for (const auto* name : {"is killed by a signal", "aborts",
                             "kills its group", "throws in a destructor",
                             "falls without end"}) {
        CAPTURE(name);
        CHECK(outcomeOf(name) == "crashed");
    }
    CHECK(contains(storyOf("aborts"), "1. I abort\n"));
    CHECK(contains(storyOf("kills its group"), "crashed (Killed)"));
}

TEST_CASE("with a sanitizer, more is known of a crash, and leaks are found") {
    if (!underAddressSanitizer) return;
    CHECK(contains(storyOf("falls without end"), "stack-overflow"));
    CHECK(contains(storyOf("throws in a destructor"), "| terminate called"));
    CHECK(outcomeOf("leaks") == "leaked");
}

TEST_CASE("a case that takes too much is stopped, and told why") {
    const std::vector<std::pair<std::string, std::string>> told{
        {"fills memory",
         "took more than 1 GiB of memory, in dataReceived of Hoarder"},
        {"fills memory in a child", "took more than 1 GiB of memory"},
        {"forks without end", "started more than 32 processes"},
        {"prints without end", "printed more than 4 MiB"},
        {"stops itself", "stopped itself (SIGSTOP)"},
        {"ends its parent", "sent a signal to its parent process"}};
    for (const auto& [name, why] : told) {
        CAPTURE(name);
        CHECK(outcomeOf(name) == "was stopped");
        CHECK_MESSAGE(contains(storyOf(name), why), storyOf(name));
    }
    CHECK(contains(storyOf("fills the disk"), "a file of more than 64 MiB"));
}

TEST_CASE("a case that waits for somebody to type is told that nobody does") {
    CHECK(contains(storyOf("reads standard input"),
                   "it read standard input: nobody answers there"));
    CHECK(!contains(storyOf("fails twice"), "standard input"));
}

TEST_CASE("what a case does to its own process stays there") {
    CHECK(outcomeOf("closes its descriptors") == "failed");
    CHECK(outcomeOf("leaves its folder") == "failed");
    CHECK(outcomeOf("writes results of its own") == "failed");
    CHECK(outcomeOf("stops its parent, who goes on") == "passed");
}

TEST_CASE("a case that ends the check is named") {
    const auto told = check({"--must-fail", "kills its parent"});
    CHECK(told.code == 1);
    CHECK(told.output.starts_with("FAIL  "));
    CHECK(contains(told.output, "\"kills its parent\""));
    CHECK(processesLeft() == 0);
}

TEST_CASE("what ends before main is no success") {
    for (const auto* how : {"exit", "_exit", "abort", "hang"}) {
        CAPTURE(how);
        const auto told =
            check({}, {std::string("UNTWIST_MISBEHAVE=") + how});
        CHECK(told.code == 1);
        CHECK(contains(told.output, "no case had begun"));
        CHECK(processesLeft() == 0);
    }
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
    CHECK(found >= 2);  // the daemon may be gone before it can say who it is
    CHECK(processesLeft() == 0);
}

TEST_CASE("a signal to the check ends all of it") {
    for (const int number : {SIGINT, SIGTERM, SIGKILL}) {
        CAPTURE(number);
        Program program({UNTWIST_MISBEHAVING_CHECK, "--limit", "60",
                         "--must-fail", "hangs with a child"});
        waitForProcesses(4);  // the guard, the check, the case, its child
        program.signal(number);
        CHECK(program.wait() == (number == SIGKILL ? 128 + SIGKILL : 1));
        waitForProcesses(0);
    }
}

TEST_CASE("who ignores signals is ended all the same") {
    const auto cases =
        runCases({"ignores all signals and hangs"}, "1").at("cases");
    CHECK(cases.at(0).at("outcome") == "hung");
    CHECK(processesLeft() == 0);
}

TEST_CASE("of endless output the end is kept") {
    const auto story = storyOf("prints a million bytes");
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
    CHECK(contains(told.output, " cases do not pass\n"));
    CHECK(!contains(told.output, "\033"));
}
