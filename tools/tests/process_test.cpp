#include "process.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace std::chrono_literals;
using untwist::Deferred;
using untwist::Reactor;
using untwist::tools::capture;
using untwist::tools::Interrupted;
using untwist::tools::react;
using untwist::tools::start;

namespace {

int shell(const std::string& script, std::string& output) {
    return capture({"sh", "-c", script},
                   [&](std::string_view bytes) { output += bytes; });
}

// A pipe that tells when everybody has gone: each process that is started
// while it lives keeps its other end open, as descriptor 3.
class Attendance {
  public:
    Attendance() { REQUIRE(pipe(ends_.data()) == 0); }
    ~Attendance() {
        close(ends_[0]);
        close(ends_[1]);
    }
    Attendance(const Attendance&) = delete;
    Attendance& operator=(const Attendance&) = delete;

    int held() const { return ends_[1]; }

    // Waits for the end that nobody holds any more.
    bool allAreGone() {
        close(ends_[1]);
        char byte = 0;
        return read(ends_[0], &byte, 1) == 0;
    }

  private:
    std::array<int, 2> ends_{};
};

// The signal that ended `work`, or 0.
int interruptedBy(const std::function<void()>& work) {
    try {
        work();
    } catch (const Interrupted& interrupted) {
        return interrupted.signal;
    }
    return 0;
}

}  // namespace

TEST_CASE("a child's output and its exit code arrive, both streams in order") {
    std::string output;
    CHECK(shell("echo one; echo two >&2; exit 3", output) == 3);
    CHECK(output == "one\ntwo\n");
    CHECK(shell("kill -TERM $$", output) == 128 + SIGTERM);
}

TEST_CASE("a child that closes its output is still waited for") {
    std::string output;
    CHECK(shell("exec >&- 2>&-; exit 4", output) == 4);
}

TEST_CASE("a child's standard input is empty") {
    std::string output;
    CHECK(shell("cat; echo end", output) == 0);
    CHECK(output == "end\n");
}

TEST_CASE("a child has our environment, and what it is given besides") {
    std::string output;
    setenv("UNTWIST_ONE", "ours", 1);
    setenv("UNTWIST_TWO", "ours", 1);
    const int code = react([&](Reactor& reactor) {
        return start(reactor, {"sh", "-c", "echo $UNTWIST_ONE $UNTWIST_TWO"},
                     [&](std::string_view bytes) { output += bytes; },
                     {.env = {"UNTWIST_TWO=new"}});
    });
    CHECK(code == 0);
    CHECK(output == "ours new\n");
}

TEST_CASE("a program that cannot be started is an error that names it") {
    std::string output;
    CHECK_THROWS_WITH_AS(
        capture({"/no/such/program"}, [](std::string_view) {}),
        "cannot start /no/such/program: No such file or directory",
        std::runtime_error);
}

TEST_CASE("who is left behind in a child's group goes with it") {
    Attendance attendance;
    CHECK(react([&](Reactor& reactor) {
              return start(reactor, {"sh", "-c", "sleep 600 & exit 5"},
                           [](std::string_view) {},
                           {.held = attendance.held()});
          }) == 5);
    CHECK(attendance.allAreGone());
}

TEST_CASE(
    "cancelling ends a child with all it started, even one that ignores "
    "it") {
    Attendance attendance;
    const int code = react([&](Reactor& reactor) {
        const Deferred<int> child = start(
            reactor,
            {"sh", "-c", "trap '' INT; sleep 600 & echo on; wait; wait"},
            [&reactor](std::string_view) { reactor.fireSystemEvent("on"); },
            {.held = attendance.held()});
        reactor.addSystemEventTrigger("during", "on",
                                      [child] { child.cancel(); });
        return child.addErrback([](const untwist::Failure& failure) {
            failure.trap<untwist::error::CancelledError>();
            return 7;
        });
    });
    CHECK(code == 7);
    CHECK(attendance.allAreGone());
}

TEST_CASE("Ctrl-C while a child runs ends the child and is passed on") {
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        CAPTURE(number);
        Attendance attendance;
        CHECK(interruptedBy([&] {
                  react([&](Reactor& reactor) {
                      return start(
                          reactor, {"sh", "-c", "echo running; sleep 600"},
                          [&](std::string_view) { std::raise(number); },
                          {.held = attendance.held()});
                  });
              }) == number);
        CHECK(attendance.allAreGone());
    }
}

TEST_CASE("what handled a signal before handles it again afterwards") {
    std::signal(SIGHUP, SIG_IGN);
    std::string output;
    CHECK(shell("exit 0", output) == 0);
    const bool isIgnored = std::signal(SIGHUP, SIG_DFL) == SIG_IGN;
    CHECK(isIgnored);
}
