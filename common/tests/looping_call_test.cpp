#include "untwist/looping_call.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/log_capture.hpp"
#include "untwist/testing/clock.hpp"

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;
using untwist::Deferred;
using untwist::Duration;
using untwist::Failure;
using untwist::LoopingCall;
using untwist::test::LogCapture;
using untwist::testing::Clock;

namespace {

using Times = std::vector<Duration>;
using Counts = std::vector<std::int64_t>;

// What became of a LoopingCall: its Deferred, as a word.
struct Outcome {
    std::string text = "waiting";

    void follow(const Deferred<void>& deferred) {
        auto watched = deferred;
        watched.addCallback([this] { text = "done"; });
        watched.addErrback([this](const Failure& reason) {
            text = "failed: " + reason.getErrorMessage();
        });
    }
};

void pump(Clock& clock, std::initializer_list<Duration> amounts) {
    for (const auto amount : amounts) clock.advance(amount);
}

}  // namespace

TEST_SUITE("looping call: times") {
    TEST_CASE("it calls inside start(), then once every interval [C1]") {
        Clock clock;
        Times times;
        LoopingCall loop([&] { times.push_back(clock.seconds()); }, clock);
        loop.start(1s);
        CHECK(times == Times{0s});
        pump(clock, {500ms, 500ms, 1s, 1s});
        CHECK(times == Times{0s, 1s, 2s, 3s});
        CHECK(loop.running());
    }

    TEST_CASE("with now = false the first call is an interval away [C1]") {
        Clock clock;
        Times times;
        LoopingCall loop([&] { times.push_back(clock.seconds()); }, clock);
        loop.start(2s, false);
        CHECK(times.empty());
        CHECK(loop.running());
        pump(clock, {1s, 1s, 1s, 1s});
        CHECK(times == Times{2s, 4s});
    }

    TEST_CASE("a late call does not move the ones after it [C2]") {
        Clock clock;
        Times times;
        LoopingCall loop([&] { times.push_back(clock.seconds()); }, clock);
        loop.start(1s);
        pump(clock, {1s, 2700ms, 300ms, 1s});
        CHECK(times == Times{0s, 1s, 3700ms, 4s, 5s});
    }

    TEST_CASE("the grid begins at start(), not at a whole second [C2]") {
        Clock clock;
        Times times;
        LoopingCall loop([&] { times.push_back(clock.seconds()); }, clock);
        clock.advance(300ms);
        loop.start(1s);
        pump(clock, {1100ms, 800ms, 100ms, 1s});
        CHECK(times == Times{300ms, 1400ms, 2300ms, 3300ms});
    }

    TEST_CASE("calls that take longer than the interval skip times [C2]") {
        Clock clock;
        Times times;
        LoopingCall loop(
            [&] {
                times.push_back(clock.seconds());
                if (clock.seconds() < 3s) clock.advance(1500ms);
            },
            clock);
        loop.start(1s);
        pump(clock, {500ms, 500ms, 1s, 1s});  // the second call takes it to 3.5
        CHECK(times == Times{0s, 2s, 4s, 5s, 6s});
    }

    TEST_CASE("a thousand late calls end on the grid all the same [C2]") {
        Clock clock;
        std::vector<Duration> off;
        LoopingCall loop([&] { off.push_back(clock.seconds() % 100ms); },
                         clock);
        loop.start(100ms);
        for (int i = 0; i < 1000; ++i) clock.advance(103ms);
        // Late by up to one advance, and no later at the end than before.
        for (const auto late : off) CHECK(late < 103ms);
        CHECK(clock.getDelayedCalls().front().getTime() == 103'100ms);
    }

    TEST_CASE("a Deferred from the callable holds the next call back [C3]") {
        Clock clock;
        Times times;
        std::vector<Deferred<void>> results;
        LoopingCall loop(
            [&] {
                times.push_back(clock.seconds());
                return results.emplace_back();
            },
            clock);
        loop.start(1s);
        pump(clock, {1s, 1s, 500ms});
        CHECK(times == Times{0s});
        CHECK(clock.getDelayedCalls().empty());
        results[0].callback();
        pump(clock, {500ms});
        CHECK(times == Times{0s, 3s});
    }

    TEST_CASE("one that has fired already holds nothing back [C3]") {
        Clock clock;
        Times times;
        LoopingCall loop(
            [&] {
                times.push_back(clock.seconds());
                return untwist::succeed();
            },
            clock);
        loop.start(1s);
        clock.advance(1s);
        CHECK(times == Times{0s, 1s});
    }

    TEST_CASE("stop() meanwhile: start's Deferred waits for the call's [C3]") {
        Clock clock;
        Deferred<void> result;
        Outcome outcome;
        LoopingCall loop([&] { return result; }, clock);
        outcome.follow(loop.start(1s));
        loop.stop();
        CHECK_FALSE(loop.running());
        CHECK(outcome.text == "waiting");
        result.callback();
        CHECK(outcome.text == "done");
        CHECK(clock.getDelayedCalls().empty());
    }
}

TEST_SUITE("looping call: its end") {
    TEST_CASE("stop() fires start's Deferred and leaves no timer [C4]") {
        Clock clock;
        int calls = 0;
        Outcome outcome;
        LoopingCall loop([&] { ++calls; }, clock);
        outcome.follow(loop.start(1s));
        CHECK(outcome.text == "waiting");
        loop.stop();
        CHECK(outcome.text == "done");
        CHECK_FALSE(loop.running());
        CHECK(clock.getDelayedCalls().empty());
        clock.advance(5s);
        CHECK(calls == 1);
    }

    TEST_CASE("an exception ends it and fails start's Deferred [C4]") {
        Clock clock;
        int calls = 0;
        Outcome outcome;
        LoopingCall loop(
            [&] {
                if (++calls == 2) throw std::runtime_error("worn out");
            },
            clock);
        outcome.follow(loop.start(1s));
        clock.advance(1s);
        CHECK(outcome.text == "failed: worn out");
        CHECK_FALSE(loop.running());
        CHECK(clock.getDelayedCalls().empty());
    }

    TEST_CASE("an exception in the first call does not leave start() [C4]") {
        Clock clock;
        Outcome outcome;
        LoopingCall loop([] { throw std::runtime_error("stillborn"); }, clock);
        outcome.follow(loop.start(1s));
        CHECK(outcome.text == "failed: stillborn");
        CHECK_FALSE(loop.running());
    }

    TEST_CASE("a Deferred that fails does the same [C4]") {
        Clock clock;
        Deferred<void> result;
        Outcome outcome;
        LoopingCall loop([&] { return result; }, clock);
        outcome.follow(loop.start(1s));
        result.errback(Failure(std::runtime_error("no answer")));
        CHECK(outcome.text == "failed: no answer");
        CHECK_FALSE(loop.running());
        CHECK(clock.getDelayedCalls().empty());
    }

    TEST_CASE("stop() and then a throw, in one call, is a failure [C4]") {
        Clock clock;
        Outcome outcome;
        std::optional<LoopingCall> loop;
        loop.emplace(
            [&] {
                loop->stop();
                throw std::runtime_error("slammed the door");
            },
            clock);
        outcome.follow(loop->start(1s));
        CHECK(outcome.text == "failed: slammed the door");
        CHECK(clock.getDelayedCalls().empty());
    }

    TEST_CASE("a negative interval is refused [C5]") {
        Clock clock;
        LoopingCall loop([] {}, clock);
        CHECK_THROWS_AS(loop.start(-1s), std::invalid_argument);
        CHECK_FALSE(loop.running());
    }

    TEST_CASE(
        "start() twice, and stop() or reset() while stopped, throw [C5]") {
        Clock clock;
        LoopingCall loop([] {}, clock);
        CHECK_THROWS_AS(loop.stop(), std::logic_error);
        CHECK_THROWS_AS(loop.reset(), std::logic_error);
        loop.start(1s);
        CHECK_THROWS_AS(loop.start(1s), std::logic_error);
        loop.stop();
        CHECK_THROWS_AS(loop.stop(), std::logic_error);
    }

    TEST_CASE("it can be stopped inside its first call [C5]") {
        Clock clock;
        Outcome outcome;
        std::optional<LoopingCall> loop;
        loop.emplace([&] { loop->stop(); }, clock);
        outcome.follow(loop->start(1s));
        CHECK(outcome.text == "done");
        CHECK_FALSE(loop->running());
        CHECK(clock.getDelayedCalls().empty());
    }

    TEST_CASE("it can be started again, with a grid of its own [C5]") {
        Clock clock;
        Times times;
        Outcome first;
        Outcome second;
        LoopingCall loop([&] { times.push_back(clock.seconds()); }, clock);
        first.follow(loop.start(1s));
        clock.advance(1500ms);
        loop.stop();
        second.follow(loop.start(2s));
        clock.advance(2s);
        CHECK(times == Times{0s, 1500ms, 1500ms, 3500ms});
        CHECK(first.text == "done");
        CHECK(second.text == "waiting");
    }

    TEST_CASE("it can be started again inside its own call [C5]") {
        Clock clock;
        Times times;
        Outcome first;
        Outcome second;
        std::optional<LoopingCall> loop;
        loop.emplace(
            [&] {
                times.push_back(clock.seconds());
                if (times.size() != 2) return;
                loop->stop();
                second.follow(loop->start(3s, false));
                CHECK(first.text == "waiting");
            },
            clock);
        first.follow(loop->start(1s));
        pump(clock, {1s, 1s, 1s, 1s});
        CHECK(times == Times{0s, 1s, 4s});
        CHECK(first.text == "done");
        CHECK(second.text == "waiting");
        CHECK(clock.getDelayedCalls().size() == 1);
    }

    TEST_CASE("reset() starts the grid anew [C5]") {
        Clock clock;
        Times times;
        LoopingCall loop([&] { times.push_back(clock.seconds()); }, clock);
        loop.start(2s);
        clock.advance(1s);
        loop.reset();
        pump(clock, {1s, 1s, 2s});
        CHECK(times == Times{0s, 3s, 5s});
        CHECK(clock.getDelayedCalls().size() == 1);
    }

    TEST_CASE("reset() inside a call counts from that moment [C5]") {
        Clock clock;
        Times times;
        std::optional<LoopingCall> loop;
        loop.emplace(
            [&] {
                times.push_back(clock.seconds());
                loop->reset();
            },
            clock);
        loop->start(1s);
        pump(clock, {1300ms, 700ms, 300ms});
        CHECK(times == Times{0s, 1300ms, 2300ms});
    }

    TEST_CASE("destroying it ends the calls; its Deferred stays silent") {
        Clock clock;
        int calls = 0;
        Outcome outcome;
        {
            LoopingCall loop([&] { ++calls; }, clock);
            outcome.follow(loop.start(1s));
        }
        CHECK(clock.getDelayedCalls().empty());
        clock.advance(3s);
        CHECK(calls == 1);
        CHECK(outcome.text == "waiting");
    }

    TEST_CASE("it can be destroyed inside its own call") {
        Clock clock;
        std::unique_ptr<LoopingCall> loop;
        std::string captured = "a string too long for small-string storage";
        loop = std::make_unique<LoopingCall>(
            [&loop, captured] {
                loop.reset();
                CHECK(captured.size() == 42);  // the callable is still there
            },
            clock);
        loop->start(1s, false);
        clock.advance(1s);
        CHECK_FALSE(loop);
        CHECK(clock.getDelayedCalls().empty());
    }

    TEST_CASE("it can be destroyed by what stop() fires") {
        Clock clock;
        auto loop = std::make_unique<LoopingCall>([] {}, clock);
        loop->start(1s).addCallback([&] { loop.reset(); });
        loop->stop();
        CHECK_FALSE(loop);
    }

    TEST_CASE("a failure after it is destroyed is logged") {
        LogCapture logged;
        Clock clock;
        Deferred<void> result;
        Outcome outcome;
        {
            LoopingCall loop([&] { return result; }, clock);
            outcome.follow(loop.start(1s));
        }
        result.errback(Failure(std::runtime_error("too late")));
        CHECK(logged.count("too late") == 1);
        CHECK(outcome.text == "waiting");
    }

    TEST_CASE("it may outlive its clock") {
        auto clock = std::make_unique<Clock>();
        LoopingCall loop([] {}, *clock);
        loop.start(1s);
        clock.reset();
        CHECK(loop.running());
    }

    TEST_CASE("it can be moved while it runs") {
        Clock clock;
        int calls = 0;
        LoopingCall first([&] { ++calls; }, clock);
        first.start(1s);
        LoopingCall second = std::move(first);
        clock.advance(1s);
        CHECK(calls == 2);
        second = LoopingCall([] {}, clock);
        clock.advance(1s);
        CHECK(calls == 2);
    }
}

TEST_SUITE("looping call: counting") {
    TEST_CASE("withCount says 1 when nothing was missed [C6]") {
        Clock clock;
        Counts counts;
        auto loop = LoopingCall::withCount(
            [&](std::int64_t count) { counts.push_back(count); }, clock);
        loop.start(1s);
        pump(clock, {1s, 1s});
        CHECK(counts == Counts{1, 1, 1});
    }

    TEST_CASE("withCount says 1 first with now = false, too [C6]") {
        Clock clock;
        Counts counts;
        auto loop = LoopingCall::withCount(
            [&](std::int64_t count) { counts.push_back(count); }, clock);
        loop.start(1s, false);
        pump(clock, {1s, 1s});
        CHECK(counts == Counts{1, 1});
    }

    TEST_CASE("withCount tells of the times that were skipped [C6]") {
        Clock clock;
        Counts counts;
        auto loop = LoopingCall::withCount(
            [&](std::int64_t count) { counts.push_back(count); }, clock);
        loop.start(500ms);
        pump(clock, {500ms, 1100ms, 400ms, 2s, 500ms});
        CHECK(counts == Counts{1, 1, 2, 1, 4, 1});
    }

    TEST_CASE("withCount loses no interval to rounding [C6]") {
        Clock clock;
        std::int64_t sum = 0;
        auto loop = LoopingCall::withCount(
            [&](std::int64_t count) { sum += count; }, clock);
        loop.start(Duration(1s) / 3, false);
        for (int i = 0; i < 1000; ++i) clock.advance(100ms);
        CHECK(sum == 300);  // of a third of a second each, in 100 s
    }

    TEST_CASE("withCount always says 1 with interval 0 [C6]") {
        Clock clock;
        Counts counts;
        std::optional<LoopingCall> loop;
        loop = LoopingCall::withCount(
            [&](std::int64_t count) {
                counts.push_back(count);
                if (counts.size() == 3) loop->stop();
            },
            clock);
        loop->start(0s);
        clock.advance(5s);
        CHECK(counts == Counts{1, 1, 1});
    }

    TEST_CASE("after reset() and after a restart the count begins anew [C6]") {
        Clock clock;
        Counts counts;
        auto loop = LoopingCall::withCount(
            [&](std::int64_t count) { counts.push_back(count); }, clock);
        loop.start(1s);
        clock.advance(3s);
        loop.reset();
        clock.advance(1s);
        CHECK(counts == Counts{1, 3, 1});
        loop.stop();
        clock.advance(10s);
        loop.start(1s);
        clock.advance(1s);
        CHECK(counts == Counts{1, 3, 1, 1, 1});
    }

    TEST_CASE("with interval 0 one advance() comes to an end [C7]") {
        Clock clock;
        LoopingCall loop([] {}, clock);
        loop.start(0s);
        CHECK_THROWS_AS(clock.advance(0s), std::runtime_error);
    }
}
