#include "untwist/testing/clock.hpp"

#include <doctest/doctest.h>

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

using std::chrono_literals::operator""s;
using untwist::Duration;
using untwist::testing::Clock;

using Story = std::vector<std::string>;

TEST_SUITE("clock") {
    TEST_CASE("a Clock starts at zero and stands still until advance() [K1]") {
        Clock clock;
        CHECK(clock.seconds() == 0s);
        clock.advance(3s);
        CHECK(clock.seconds() == 3s);
    }

    TEST_CASE("a call sees the time at the end of the advance [K1]") {
        Clock clock;
        Duration seen{};
        clock.callLater(1s, [&] { seen = clock.seconds(); });
        clock.advance(5s);
        CHECK(seen == 5s);
    }

    TEST_CASE("advance() runs what is due, earliest first, no more [K1]") {
        Clock clock;
        Story story;
        clock.callLater(3s, [&] { story.emplace_back("three"); });
        clock.callLater(1s, [&] { story.emplace_back("one"); });
        clock.callLater(2s, [&] { story.emplace_back("two"); });
        clock.advance(2s);
        CHECK(story == Story{"one", "two"});
    }

    TEST_CASE("pump() advances by each amount in turn [K1]") {
        Clock clock;
        std::vector<Duration> seen;
        clock.callLater(1s, [&] { seen.push_back(clock.seconds()); });
        clock.callLater(4s, [&] { seen.push_back(clock.seconds()); });
        clock.pump(std::array<Duration, 3>{1s, 2s, 3s});
        CHECK(seen == std::vector<Duration>{1s, 6s});
        CHECK(clock.seconds() == 6s);
    }

    TEST_CASE("what a call throws comes out of advance() [K2]") {
        Clock clock;
        clock.callLater(1s, [] { throw std::runtime_error("from the call"); });
        CHECK_THROWS_WITH_AS(clock.advance(1s), "from the call",
                             std::runtime_error);
    }

    TEST_CASE(
        "after a throw, what else was due runs in the next advance [K2]") {
        Clock clock;
        bool ran = false;
        clock.callLater(1s, [] { throw std::runtime_error("first"); });
        clock.callLater(1s, [&] { ran = true; });
        CHECK_THROWS(clock.advance(1s));
        CHECK_FALSE(ran);
        clock.advance(0s);
        CHECK(ran);
    }

    TEST_CASE("calls keep their order when one is reset [K3]") {
        Clock clock;
        Story story;
        auto first = clock.callLater(1s, [&] { story.emplace_back("first"); });
        clock.callLater(2s, [&] { story.emplace_back("second"); });
        clock.callLater(3s, [&] { story.emplace_back("third"); });
        first.reset(2s);  // the same time as the second: after it
        clock.advance(3s);
        CHECK(story == Story{"second", "first", "third"});
    }

    TEST_CASE("calls keep their order when one is reset inside a call [K3]") {
        Clock clock;
        Story story;
        untwist::DelayedCall moved;
        clock.callLater(1s, [&] {
            story.emplace_back("first");
            moved.reset(3s);
        });
        moved = clock.callLater(2s, [&] { story.emplace_back("moved"); });
        clock.callLater(3s, [&] { story.emplace_back("third"); });
        clock.pump(std::array<Duration, 4>{1s, 1s, 1s, 1s});
        CHECK(story == Story{"first", "third", "moved"});
    }

    TEST_CASE("getDelayedCalls() lists them in the order they will run") {
        Clock clock;
        const auto late = clock.callLater(2s, [] {});
        const auto soon = clock.callLater(1s, [] {});
        CHECK(clock.getDelayedCalls() == std::vector{soon, late});
    }

    TEST_CASE("a call that repeats without time passing is stopped [C7]") {
        Clock clock;
        struct Again {
            Clock& clock;
            void operator()() { clock.callLater(0s, *this); }
        };
        clock.callLater(0s, Again{clock});
        CHECK_THROWS_AS(clock.advance(0s), std::runtime_error);
    }
}
