// Chapter 8's clocks on a clock of our own, and its programs as a user runs
// them.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "drifting_clock.hpp"
#include "kitchen.hpp"
#include "speaking_clock.hpp"
#include "support/chapter_test.hpp"
#include "untwist/testing/clock.hpp"

using namespace std::chrono_literals;
using untwist::Duration;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::testing::Clock;

namespace {

const std::vector<std::string> kAll{"main", "drifting", "kitchen"};

// Keeps what would be printed.
struct Paper {
    std::string text;

    Say pen() {
        return
            [this](std::string_view line) { text.append(line).append("\n"); };
    }
};

// #region fake
// Lets time pass in steps too small to matter, until `end`.
void runUntil(Clock& time, Duration end) {
    while (time.seconds() < end) time.advance(1ms);
}

// What a clock says from twelve o'clock to eight seconds past, when each line
// takes `work`.
template <class SomeClock>
std::string listen(Duration work) {
    Clock time;
    Paper paper;
    time.callLater(5s, [say = paper.pen()] { say("five seconds are over"); });
    SomeClock clock(time, Voice(time, 12h, paper.pen(),
                                [&time, work] { time.advance(work); }));
    clock.start();
    runUntil(time, 8s);
    return paper.text;
}
// #endregion

std::string cookOnFakeClock() {
    Clock time;
    Paper paper;
    cook(time, withStopwatch(time, paper.pen()));
    runUntil(time, 7s);
    CHECK(time.getDelayedCalls().empty());
    return paper.text;
}

// The lines without their times, sorted: a machine that stands still for
// seconds makes calls late, and may change their order.
std::vector<std::string> remarks(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        all.push_back(line.substr(line.find("s  ")));
    }
    std::ranges::sort(all);
    return all;
}

// The milliseconds since midnight that a line begins with: "12:00:00.000".
int milliseconds(const std::string& line) {
    REQUIRE(line.size() >= 12);
    const auto number = [&line](std::size_t at, std::size_t size) {
        const auto digits = line.substr(at, size);
        REQUIRE(digits.find_first_not_of("0123456789") == std::string::npos);
        return std::atoi(digits.c_str());
    };
    const std::string marks{line[2], line[5], line[8]};
    REQUIRE(marks == "::.");
    return ((number(0, 2) * 60 + number(3, 2)) * 60 + number(6, 2)) * 1000 +
           number(9, 3);
}

}  // namespace

// #region test
TEST_CASE("the clock tells each second when it comes, whatever a line costs") {
    const auto said = listen<SpeakingClock>(50ms);
    CHECK(said == kept("clock.txt", said));
}
// #endregion

TEST_CASE("the drifting clock is later with each line") {
    const auto said = listen<DriftingClock>(50ms);
    CHECK(said == kept("drifting.txt", said));
}

TEST_CASE("without work, nobody can tell the two clocks apart") {
    CHECK(listen<SpeakingClock>(0ms) == listen<DriftingClock>(0ms));
}

TEST_CASE("when lines take too long, seconds are left out and none is late") {
    const auto said = listen<SpeakingClock>(1400ms);
    CHECK(said == kept("too_much_work.txt", said));
}

TEST_CASE("who keeps the reactor busy makes a line late, and no other") {
    Clock time;
    Paper paper;
    SpeakingClock clock(time, Voice(time, 12h, paper.pen(), [] {}));
    clock.start();
    time.advance(1s);
    time.advance(1700ms);  // what was due meanwhile runs at its end
    time.advance(300ms);
    time.advance(1s);
    CHECK(paper.text ==
          "12:00:00.000\n12:00:01.000\n12:00:02.700\n12:00:03.000\n"
          "12:00:04.000\n");
}

TEST_CASE("a clock that is gone says nothing and leaves no call behind") {
    Clock time;
    Paper paper;
    {
        const Voice voice(time, 12h, paper.pen(), [] {});
        SpeakingClock speaking(time, voice);
        DriftingClock drifting(time, voice);
        speaking.start();
        drifting.start();
        CHECK(time.getDelayedCalls().size() == 2);
    }
    CHECK(time.getDelayedCalls().empty());
    time.advance(1s);
    CHECK(paper.text == "12:00:00.000\n12:00:00.000\n");
}

TEST_CASE("after 23:59:59.999 comes midnight") {
    CHECK(clockFace(24h - 1ms) == "23:59:59.999");
    CHECK(clockFace(24h) == "00:00:00.000");
    CHECK(clockFace(49h + 2min + 3s + 45ms) == "01:02:03.045");
}

TEST_CASE("calls are put off, brought forward and called off") {
    const auto said = cookOnFakeClock();
    CHECK(said == kept("kitchen.txt", said));
}

TEST_CASE("both programs tell the time, and go on") {
    for (const std::string name : {"main", "drifting"}) {
        CAPTURE(name);
        Program program({programPath(name)});
        const int first = milliseconds(program.readLine());
        const int second = milliseconds(program.readLine());
        CHECK(first != second);
        program.signal(SIGINT);
        CHECK(program.wait() == 0);
        CHECK(program.errors().find("Unhandled") == std::string::npos);
    }
}

TEST_CASE("the real reactor makes the calls that the fake clock made") {
    Program clock({programPath("main")});
    Program kitchen({programPath("kitchen")});
    clock.readUntil("five seconds are over");
    CHECK(kitchen.wait() == 0);
    CHECK(remarks(kitchen.output()) == remarks(cookOnFakeClock()));
}

// Never early is certain. On time is not, on a machine that does other things.
TEST_CASE("the drifting program waits for a second, and for its line as well") {
    Program program({programPath("drifting"), "--work", "90ms"});
    const int kDay = 24 * 60 * 60 * 1000;
    const int first = milliseconds(program.readLine());
    const int second = milliseconds(program.readLine());
    CHECK((second - first + kDay) % kDay >= 1089);
}

TEST_CASE("Ctrl-C and SIGTERM end every program, with exit code 0") {
    for (const auto& name : kAll) {
        for (const int number : {SIGINT, SIGTERM}) {
            CAPTURE(name);
            CAPTURE(number);
            Program program({programPath(name)});
            program.readLine();
            program.signal(number);
            CHECK(program.wait() == 0);
        }
    }
}

TEST_CASE("a work time that is none is one line that says what is allowed") {
    for (const std::string work : {"soon", "-1s", "11s"}) {
        CAPTURE(work);
        Program program({programPath("main"), "--work", work});
        CHECK(program.wait() == 2);
        CHECK(program.output() == "");
        CHECK(program.errors().starts_with("--work " + work + ": "));
        CHECK(program.errors().find('\n') + 1 == program.errors().size());
    }
}
