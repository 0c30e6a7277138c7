#include "untwist/delayed_call.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>
#include <stdexcept>
#include <vector>

#include "support/loop.hpp"
#include "untwist/error.hpp"
#include "untwist/testing/clock.hpp"

namespace error = untwist::error;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""h;
using untwist::DelayedCall;
using untwist::Duration;
using untwist::IReactorTime;

namespace {

// The cases run on both kinds of time.
struct FakeTime {
    untwist::testing::Clock clock;
    IReactorTime& time = clock;

    void pass(Duration length) { clock.advance(length); }
};

struct RealTime {
    untwist::test::Loop loop;
    IReactorTime& time = loop.reactor;

    void pass(Duration length) {
        const auto end = time.seconds() + length;
        loop.until([&] { return time.seconds() >= end; });
        loop.settle();
    }
};

bool isWaiting(const IReactorTime& time, const DelayedCall& call) {
    const auto calls = time.getDelayedCalls();
    return std::ranges::find(calls, call) != calls.end();
}

}  // namespace

TEST_SUITE("delayed call") {
    TEST_CASE_TEMPLATE("a call runs once, after its delay", Time, FakeTime,
                       RealTime) {
        int calls = 0;
        Time t;
        t.time.callLater(1ms, [&] { ++calls; });
        CHECK(calls == 0);
        t.pass(1ms);
        t.pass(2ms);
        CHECK(calls == 1);
    }

    TEST_CASE_TEMPLATE("a call never runs before its time", Time, FakeTime,
                       RealTime) {
        Duration due{};
        Duration ran{};
        Time t;
        due = t.time.callLater(3ms, [&] { ran = t.time.seconds(); }).getTime();
        t.pass(3ms);
        CHECK(ran >= due);
    }

    TEST_CASE_TEMPLATE("a negative delay is refused [D1]", Time, FakeTime,
                       RealTime) {
        Time t;
        CHECK_THROWS_AS(t.time.callLater(-1ms, [] {}), std::invalid_argument);
    }

    TEST_CASE_TEMPLATE("calls for the same time run in order [D2]", Time,
                       FakeTime, RealTime) {
        std::vector<int> ran;
        Time t;
        const auto first = t.time.callLater(1ms, [&] { ran.push_back(0); });
        for (int i = 1; i < 10; ++i) {
            auto call = t.time.callLater(1ms, [&, i] { ran.push_back(i); });
            call.delay(first.getTime() - call.getTime());
        }
        t.pass(2ms);
        CHECK(ran == std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
    }

    TEST_CASE("on the reactor, a call made for now runs next turn [D3]") {
        std::vector<std::string> story;
        untwist::test::Loop loop;
        auto& reactor = loop.reactor;
        reactor.callLater(0s, [&] {
            reactor.callLater(0s, [&] {
                story.emplace_back("timer for now");
                reactor.stop();
            });
            // Calls from threads come first in a turn: this one shows where
            // the next turn begins.
            reactor.callFromThread([&] { story.emplace_back("next turn"); });
        });
        loop.run();
        CHECK(story == std::vector<std::string>{"next turn", "timer for now"});
    }

    TEST_CASE("on a Clock, a call made for now runs in this advance [D3]") {
        untwist::testing::Clock clock;
        bool ran = false;
        clock.callLater(1s, [&] { clock.callLater(0s, [&] { ran = true; }); });
        clock.advance(1s);
        CHECK(ran);
    }

    TEST_CASE_TEMPLATE("a call that is due can still be cancelled [D4]", Time,
                       FakeTime, RealTime) {
        bool ran = false;
        DelayedCall second;
        Time t;
        t.time.callLater(0s, [&] { second.cancel(); });
        second = t.time.callLater(0s, [&] { ran = true; });
        t.pass(1ms);
        CHECK_FALSE(ran);
    }

    TEST_CASE_TEMPLATE("a call that has run cannot be changed [D5]", Time,
                       FakeTime, RealTime) {
        Time t;
        auto call = t.time.callLater(0s, [] {});
        CHECK(call.active());
        t.pass(1ms);
        CHECK_FALSE(call.active());
        CHECK_THROWS_AS(call.cancel(), error::AlreadyCalled);
        CHECK_THROWS_AS(call.reset(1s), error::AlreadyCalled);
        CHECK_THROWS_AS(call.delay(1s), error::AlreadyCalled);
    }

    TEST_CASE_TEMPLATE("a call cannot change itself while it runs [D5]", Time,
                       FakeTime, RealTime) {
        DelayedCall call;
        Time t;
        call = t.time.callLater(0s, [&] {
            CHECK_FALSE(call.active());
            CHECK_THROWS_AS(call.cancel(), error::AlreadyCalled);
            CHECK_THROWS_AS(call.reset(1s), error::AlreadyCalled);
            CHECK_THROWS_AS(call.delay(1s), error::AlreadyCalled);
        });
        t.pass(1ms);
        CHECK_FALSE(call.active());
    }

    TEST_CASE_TEMPLATE("a cancelled call stays cancelled [D5]", Time, FakeTime,
                       RealTime) {
        bool ran = false;
        Time t;
        auto call = t.time.callLater(0s, [&] { ran = true; });
        call.cancel();
        CHECK_FALSE(call.active());
        CHECK_THROWS_AS(call.cancel(), error::AlreadyCancelled);
        CHECK_THROWS_AS(call.reset(1s), error::AlreadyCancelled);
        CHECK_THROWS_AS(call.delay(1s), error::AlreadyCancelled);
        t.pass(1ms);
        CHECK_FALSE(ran);
    }

    TEST_CASE("a handle on no call is never active") {
        DelayedCall none;
        CHECK_FALSE(none.active());
        CHECK_THROWS_AS(none.cancel(), std::logic_error);
    }

    TEST_CASE("reset() counts from now, to earlier or to later [D6]") {
        untwist::testing::Clock clock;
        bool ran = false;
        auto call = clock.callLater(5s, [&] { ran = true; });
        clock.advance(1s);
        call.reset(2s);
        CHECK(call.getTime() == 3s);
        call.reset(10s);
        CHECK(call.getTime() == 11s);
        clock.advance(9s);
        CHECK_FALSE(ran);
        clock.advance(1s);
        CHECK(ran);
    }

    TEST_CASE(
        "delay() counts from the planned time, and may be negative [D6]") {
        untwist::testing::Clock clock;
        bool ran = false;
        auto call = clock.callLater(5s, [&] { ran = true; });
        clock.advance(1s);
        call.delay(2s);
        CHECK(call.getTime() == 7s);
        call.delay(-4s);
        CHECK(call.getTime() == 3s);
        clock.advance(2s);
        CHECK(ran);
    }

    TEST_CASE_TEMPLATE("a call that is moved runs at its new time [D6]", Time,
                       FakeTime, RealTime) {
        std::vector<int> ran;
        Time t;
        auto sooner = t.time.callLater(1h, [&] { ran.push_back(1); });
        auto brought = t.time.callLater(1h, [&] { ran.push_back(2); });
        auto later = t.time.callLater(0s, [&] { ran.push_back(3); });
        sooner.reset(1ms);
        brought.delay(2ms - 1h);
        later.reset(1h);
        t.pass(5ms);
        CHECK(ran == std::vector{1, 2});
        CHECK(later.active());
    }

    TEST_CASE_TEMPLATE("getDelayedCalls() lists what is still to come [D7]",
                       Time, FakeTime, RealTime) {
        bool listedItself = true;
        DelayedCall running;
        Time t;
        running = t.time.callLater(
            0s, [&] { listedItself = isWaiting(t.time, running); });
        auto cancelled = t.time.callLater(1h, [] {});
        const auto waiting = t.time.callLater(1h, [] {});
        CHECK(isWaiting(t.time, running));
        cancelled.cancel();
        CHECK_FALSE(isWaiting(t.time, cancelled));
        t.pass(1ms);
        CHECK_FALSE(listedItself);
        CHECK_FALSE(isWaiting(t.time, running));
        CHECK(isWaiting(t.time, waiting));
    }

    TEST_CASE_TEMPLATE("cancel() frees what the call holds at once [D8]", Time,
                       FakeTime, RealTime) {
        const auto held = std::make_shared<int>(0);
        Time t;
        auto call = t.time.callLater(1h, [held] {});
        CHECK(held.use_count() == 2);
        call.cancel();
        CHECK(held.use_count() == 1);
    }

    TEST_CASE_TEMPLATE("a call that has run is freed, its handle kept [D8]",
                       Time, FakeTime, RealTime) {
        const auto held = std::make_shared<int>(0);
        Time t;
        const auto call = t.time.callLater(0s, [held] {});
        t.pass(1ms);
        CHECK(held.use_count() == 1);
        CHECK_FALSE(call.active());
    }

    TEST_CASE_TEMPLATE("freeing one call may cancel another [D8]", Time,
                       FakeTime, RealTime) {
        struct Cancels {
            DelayedCall call;
            ~Cancels() { call.cancel(); }
        };
        bool ran = false;
        Time t;
        auto holder = std::make_shared<Cancels>();
        holder->call = t.time.callLater(0s, [&] { ran = true; });
        auto call = t.time.callLater(0s, [held = std::move(holder)] {});
        call.cancel();
        t.pass(1ms);
        CHECK_FALSE(ran);
    }

    TEST_CASE_TEMPLATE("dropping the handle cancels nothing", Time, FakeTime,
                       RealTime) {
        bool ran = false;
        Time t;
        {
            const auto dropped = t.time.callLater(0s, [&] { ran = true; });
        }
        t.pass(1ms);
        CHECK(ran);
    }

    TEST_CASE("a handle outlives the reactor or clock it came from") {
        DelayedCall call;
        const auto held = std::make_shared<int>(0);
        {
            untwist::testing::Clock clock;
            call = clock.callLater(1s, [held] {});
        }
        CHECK(held.use_count() == 1);
        CHECK_FALSE(call.active());
    }

    TEST_CASE("what a dying clock lets go of finds no call that waits") {
        // Looks, when it is destroyed, at the other call.
        struct Looks {
            DelayedCall* other;
            bool* found;
            ~Looks() { *found = *found || other->active(); }
        };
        bool found = false;
        DelayedCall first;
        DelayedCall second;
        {
            untwist::testing::Clock clock;
            first = clock.callLater(
                1s, [look = std::make_shared<Looks>(&second, &found)] {});
            second = clock.callLater(
                2s, [look = std::make_shared<Looks>(&first, &found)] {});
        }
        CHECK_FALSE(found);
    }
}

namespace {

// Time as anybody would write it who did not care for speed: a list, searched
// for the earliest call.
class SimpleTime {
  public:
    struct Call {
        int id;
        Duration time;
        int order;
    };

    void schedule(int id, Duration time) {
        calls_.push_back({id, time, nextOrder_++});
    }
    void cancel(int id) {
        std::erase_if(calls_, [id](const Call& c) { return c.id == id; });
    }
    void move(int id, Duration time) {
        cancel(id);
        schedule(id, time);
    }
    std::vector<int> runUntil(Duration now) {
        std::vector<int> ran;
        for (const auto& call : inOrder()) {
            if (call.time > now) break;
            ran.push_back(call.id);
            cancel(call.id);
        }
        return ran;
    }
    std::vector<Call> inOrder() const {
        auto calls = calls_;
        std::ranges::sort(calls, [](const Call& a, const Call& b) {
            return std::pair(a.time, a.order) < std::pair(b.time, b.order);
        });
        return calls;
    }

  private:
    std::vector<Call> calls_;
    int nextOrder_ = 0;
};

// The same random steps on a Clock and on a SimpleTime.
class Comparison {
  public:
    explicit Comparison(unsigned seed) : random_(seed) {}

    void step() {
        switch (pick(7)) {
            case 0:
            case 1:
            case 2:
                return schedule();
            case 3:
                return cancel();
            case 4:
                return reset();
            case 5:
                return delay();
            default:
                return advance();
        }
    }

    std::vector<int> ran;
    std::vector<int> expected;

  private:
    int pick(int below) { return static_cast<int>(random_() % below); }
    Duration time() { return std::chrono::seconds(pick(50)); }

    void schedule() {
        const auto id = static_cast<int>(handles_.size());
        const auto delay = time();
        handles_.push_back(
            clock_.callLater(delay, [this, id] { ran.push_back(id); }));
        model_.schedule(id, clock_.seconds() + delay);
    }
    // One that is still waiting, or -1.
    int pickWaiting() {
        const auto waiting = model_.inOrder();
        REQUIRE(waiting.size() == clock_.getDelayedCalls().size());
        if (waiting.empty()) return -1;
        return waiting[pick(static_cast<int>(waiting.size()))].id;
    }
    void cancel() {
        const auto id = pickWaiting();
        if (id < 0) return;
        handles_[id].cancel();
        model_.cancel(id);
    }
    void reset() {
        const auto id = pickWaiting();
        if (id < 0) return;
        const auto delay = time();
        handles_[id].reset(delay);
        model_.move(id, clock_.seconds() + delay);
    }
    void delay() {
        const auto id = pickWaiting();
        if (id < 0) return;
        const auto by = time() - 25s;
        const auto moved = handles_[id].getTime() + by;
        handles_[id].delay(by);
        model_.move(id, moved);
    }
    void advance() {
        clock_.advance(std::chrono::seconds(pick(20)));
        const auto due = model_.runUntil(clock_.seconds());
        expected.insert(expected.end(), due.begin(), due.end());
    }

    std::mt19937 random_;
    untwist::testing::Clock clock_;
    SimpleTime model_;
    std::vector<DelayedCall> handles_;
};

}  // namespace

TEST_SUITE("delayed call") {
    TEST_CASE("ten thousand random steps agree with a simple list [D2 D6 D7]") {
        for (const unsigned seed : {1U, 2U, 3U}) {
            CAPTURE(seed);
            Comparison comparison(seed);
            for (int i = 0; i < 3500; ++i) comparison.step();
            CHECK(comparison.ran.size() > 300);
            CHECK(comparison.ran == comparison.expected);
        }
    }
}
