#include "process.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <string>
#include <string_view>

using untwist::tools::capture;
using untwist::tools::Interrupted;
using untwist::tools::runWithin;
using untwist::tools::watchSignals;

namespace {

// The signals are watched for the length of a case.
struct Watching {
    Watching() { watchSignals(); }
    ~Watching() {
        for (const int number : {SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGPIPE})
            std::signal(number, SIG_DFL);
    }
};

int shell(const std::string& script, std::string& output) {
    return capture({"sh", "-c", script},
                   [&](std::string_view bytes) { output += bytes; });
}

}  // namespace

TEST_CASE("a child's output and its exit code arrive, both streams in order") {
    const Watching watching;
    std::string output;
    CHECK(shell("echo one; echo two >&2; exit 3", output) == 3);
    CHECK(output == "one\ntwo\n");
    CHECK(shell("kill -TERM $$", output) == 128 + SIGTERM);
}

TEST_CASE("a child that closes its output is still waited for") {
    const Watching watching;
    std::string output;
    CHECK(shell("exec >&- 2>&-; exit 4", output) == 4);
}

TEST_CASE("a child's standard input is empty") {
    const Watching watching;
    std::string output;
    CHECK(shell("cat; echo end", output) == 0);
    CHECK(output == "end\n");
}

TEST_CASE("a program that cannot be started is an error that names it") {
    const Watching watching;
    try {
        capture({"/no/such/program"}, [](std::string_view) {});
        FAIL("it started");
    } catch (const std::runtime_error& error) {
        CHECK(std::string(error.what()) ==
              "cannot start /no/such/program: No such file or directory");
    }
}

TEST_CASE("past its time a child is killed with all that it started") {
    const Watching watching;
    CHECK(runWithin({"sh", "-c", "exit 5"}, std::chrono::seconds(20)) == 5);
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) ==
            0);  // whoever lives on keeps a copy of ends[1]
    CHECK(!runWithin({"sh", "-c", "trap '' INT; sleep 60 & wait"},
                     std::chrono::seconds(1)));
    close(ends[1]);
    char byte = 0;
    CHECK(read(ends[0], &byte, 1) == 0);
    close(ends[0]);
}

TEST_CASE("Ctrl-C while a child runs ends the child and is passed on") {
    const Watching watching;
    std::string output;
    const auto interrupt = [&](std::string_view bytes) {
        output += bytes;
        if (output == "running\n") std::raise(SIGINT);
    };
    int number = 0;
    try {
        capture({"sh", "-c", "echo running; sleep 60"}, interrupt);
    } catch (const Interrupted& interrupted) {
        number = interrupted.signal;
    }
    CHECK(number == SIGINT);
}
