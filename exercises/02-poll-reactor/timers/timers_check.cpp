// Checks <timers.hpp>: yours, the solution, and the wrong answers.
#include <timers.hpp>

#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

// A loop on a clock of its own: to sleep is to turn it.
struct Loop {
    Timers timers;
    Time now{0};
    int turns = 0;

    void turn() {
        const int timeout = timers.timeout(now);
        step("poll may sleep for " + std::to_string(timeout) + " ms");
        if (timeout < 0) {
            throw StoryFailure("poll sleeps until the timer is due",
                               "poll sleeps for ever");
        }
        if (++turns > 5) {
            throw StoryFailure("the timer is due after 5 turns at most",
                               "it still is not: a busy loop");
        }
        now += std::chrono::milliseconds(timeout);
        timers.runDue(now);
    }
};

}  // namespace

TEST_CASE("without timers poll may sleep for ever") {
    const Timers timers;
    CHECK(timers.timeout(0s) == -1);
    CHECK(timers.timeout(1h) == -1);
}

TEST_CASE("poll sleeps until the first timer is due") {
    Timers timers;
    step("I add timers for 50 ms and for 20 ms");
    timers.add(50ms, [] {});
    timers.add(20ms, [] {});
    CHECK(timers.timeout(0ms) == 20);
    CHECK(timers.timeout(15ms) == 5);
}

TEST_CASE("a timer that is overdue lets poll not sleep at all") {
    Timers timers;
    step("I add a timer for 20 ms");
    timers.add(20ms, [] {});
    step("the clock shows 20 ms, then 1 s: a callback took long");
    CHECK(timers.timeout(20ms) == 0);
    CHECK(timers.timeout(1s) == 0);
}

TEST_CASE("a fraction of a millisecond is not a busy loop") {
    Loop loop;
    bool run = false;
    step("I add a timer for 1.5 ms");
    loop.timers.add(1500us, [&] { run = true; });
    while (!run) loop.turn();
    CHECK(loop.turns <= 2);
    CHECK(loop.now >= 1500us);
}

TEST_CASE("a timer a year away is more milliseconds than an int holds") {
    Timers timers;
    step("I add a timer for 365 days");
    timers.add(24h * 365, [] {});
    CHECK(timers.timeout(0s) > 1000000);
}

TEST_CASE("a timer runs once, when its time has come") {
    Timers timers;
    int runs = 0;
    timers.add(20ms, [&] { ++runs; });
    step("the clock shows 19 ms, 20 ms, 21 ms");
    timers.runDue(19ms);
    CHECK(runs == 0);
    timers.runDue(20ms);
    CHECK(runs == 1);
    timers.runDue(21ms);
    CHECK(runs == 1);
    CHECK(timers.timeout(21ms) == -1);
}

TEST_CASE("timers run in order of time, whatever the order of add") {
    Timers timers;
    std::string order;
    timers.add(30ms, [&] { order += "30 "; });
    timers.add(10ms, [&] { order += "10 "; });
    timers.add(20ms, [&] { order += "20 "; });
    step("the clock shows 1 s");
    timers.runDue(1s);
    CHECK(order == "10 20 30 ");
}

TEST_CASE("timers for the same time all run, in the order of add") {
    Timers timers;
    std::string order;
    for (const char name : std::string("abcdefgh")) {
        timers.add(10ms, [&order, name] { order += name; });
    }
    step("the clock shows 10 ms");
    timers.runDue(10ms);
    CHECK(order == "abcdefgh");
}

TEST_CASE("a cancelled timer neither runs nor wakes poll") {
    Timers timers;
    const auto owned = std::make_shared<int>(0);
    const auto id = timers.add(10ms, [owned] { ++*owned; });
    step("I cancel the only timer");
    timers.cancel(id);
    CHECK(timers.timeout(0ms) == -1);
    CHECK(owned.use_count() == 1);
    timers.runDue(10ms);
    CHECK(*owned == 0);
}

TEST_CASE("one of two timers for the same time can be cancelled") {
    Timers timers;
    std::string order;
    timers.add(10ms, [&] { order += "first "; });
    const auto id = timers.add(10ms, [&] { order += "second "; });
    step("I cancel the second");
    timers.cancel(id);
    timers.runDue(10ms);
    CHECK(order == "first ");
}

TEST_CASE("a timer may cancel another that is due as well") {
    Timers timers;
    bool run = false;
    Timers::Id second{};
    timers.add(10ms, [&] { timers.cancel(second); });
    second = timers.add(20ms, [&] { run = true; });
    step("both are due; the first cancels the second");
    timers.runDue(20ms);
    CHECK_FALSE(run);
}

TEST_CASE("a timer may cancel itself, or one that has run") {
    Timers timers;
    int runs = 0;
    Timers::Id self{};
    self = timers.add(10ms, [&] {
        timers.cancel(self);
        ++runs;
    });
    timers.add(20ms, [&] { timers.cancel(self); });
    timers.runDue(20ms);
    CHECK(runs == 1);
}

TEST_CASE("what a timer adds waits for the next turn") {
    Timers timers;
    int runs = 0;
    std::function<void()> again = [&] {
        if (++runs > 10) {
            throw StoryFailure("one call in this runDue",
                               "10 calls: descriptors wait for ever");
        }
        timers.add(10ms, again);
    };
    timers.add(10ms, again);
    step("the clock shows 10 ms; the timer adds another for 10 ms");
    timers.runDue(10ms);
    CHECK(runs == 1);
    CHECK(timers.timeout(10ms) == 0);
    timers.runDue(10ms);
    CHECK(runs == 2);
}
