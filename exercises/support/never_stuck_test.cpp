// Never stuck: whatever a case does, it is told, and nothing stays behind.
// On Linux, where the processes below one can be seen.
#include <doctest/doctest.h>
#include <sys/types.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <regex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "misbehaving.hpp"

namespace fs = std::filesystem;
using namespace untwist::check;
using untwist::support::Program;

namespace {

// Run once for all tests.
const Cases& cases() {
    static const Cases all(
        {"fails twice", "fills memory", "fills memory in a child",
         "forks without end", "prints without end", "fills the disk",
         "stops itself", "ends its parent", "stops its parent, who goes on",
         "reads standard input", "closes its descriptors", "leaves its folder",
         "writes results of its own", "leaves processes behind"},
        "60");
    return all;
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

}  // namespace

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
        CHECK(cases().outcome(name) == "was stopped");
        CHECK_MESSAGE(contains(cases().story(name), why), cases().story(name));
    }
    CHECK(contains(cases().story("fills the disk"),
                   "a file of more than 64 MiB"));
}

TEST_CASE("a case that waits for somebody to type is told that nobody does") {
    CHECK(contains(cases().story("reads standard input"),
                   "it read standard input: nobody answers there"));
    CHECK(!contains(cases().story("fails twice"), "standard input"));
}

TEST_CASE("what a case does to its own process stays there") {
    CHECK(cases().outcome("closes its descriptors") == "failed");
    CHECK(cases().outcome("leaves its folder") == "failed");
    CHECK(cases().outcome("writes results of its own") == "failed");
    CHECK(cases().outcome("stops its parent, who goes on") == "passed");
}

TEST_CASE("a case that ends the check is named") {
    const auto told = run({"--must-fail", "kills its parent"});
    CHECK(told.code == 1);
    CHECK(told.output.starts_with("FAIL  "));
    CHECK(contains(told.output, "\"kills its parent\""));
    CHECK(processesLeft() == 0);
}

TEST_CASE("what ends before main is no success") {
    for (const auto* how : {"exit", "_exit", "abort", "hang"}) {
        CAPTURE(how);
        const auto told = run({}, {std::string("UNTWIST_MISBEHAVE=") + how});
        CHECK(told.code == 1);
        CHECK(contains(told.output, "no case had begun"));
        CHECK(processesLeft() == 0);
    }
}

TEST_CASE("no process is left behind") {
    const auto story = cases().story("leaves processes behind");
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
    const std::string name = "ignores all signals and hangs";
    CHECK(Cases({name}, "1").outcome(name) == "hung");
    CHECK(processesLeft() == 0);
}
