// Giving up: cancel(), cancellers and addTimeout.
#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/log_capture.hpp"
#include "untwist/deferred.hpp"
#include "untwist/testing/clock.hpp"

namespace error = untwist::error;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;
using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::test::LogCapture;
using untwist::testing::Clock;

namespace {

// How d turns out: "pending", the value, or the type of the failure.
template <class T>
std::shared_ptr<std::string> outcome(const Deferred<T>& d) {
    auto text = std::make_shared<std::string>("pending");
    d.addBoth([text](const Result<T>& result) {
        if (!result.ok()) {
            *text = result.failure().type();
        } else if constexpr (std::is_void_v<T>) {
            *text = "done";
        } else {
            *text = std::to_string(result.value());
        }
    });
    return text;
}

constexpr auto kCancelled = "untwist::error::CancelledError";
constexpr auto kTimedOut = "untwist::defer::TimeoutError";

}  // namespace

TEST_SUITE("deferred cancellation") {
    TEST_CASE("cancel without a canceller fails with CancelledError [Q6]") {
        const Deferred<int> d;
        const auto result = outcome(d);
        d.cancel();
        CHECK(*result == kCancelled);
        CHECK(d.called());
    }

    TEST_CASE("one late result is swallowed, the second is too much [Q6]") {
        const Deferred<int> d;
        const auto result = outcome(d);
        d.cancel();
        CHECK_NOTHROW(d.callback(1));
        CHECK_THROWS_AS(d.callback(2), error::AlreadyCalledError);
        CHECK_THROWS_AS(d.errback(Failure(std::runtime_error("late"))),
                        error::AlreadyCalledError);
        CHECK(*result == kCancelled);
    }

    TEST_CASE("a late failure is swallowed too, unlogged [Q6]") {
        LogCapture logged;
        {
            const Deferred<int> d;
            const auto result = outcome(d);
            d.cancel();
            CHECK_NOTHROW(d.errback(Failure(std::runtime_error("late"))));
            CHECK_THROWS_AS(d.callback(2), error::AlreadyCalledError);
        }
        CHECK(logged.messages.empty());
    }

    TEST_CASE("cancelling again does nothing [Q6]") {
        const Deferred<int> d;
        const auto result = outcome(d);
        d.cancel();
        d.cancel();
        CHECK_NOTHROW(d.callback(1));
        CHECK_THROWS_AS(d.callback(2), error::AlreadyCalledError);
    }

    TEST_CASE("the canceller is called once, with its Deferred [Q7]") {
        int calls = 0;
        const Deferred<int> d([&](const Deferred<int>& self) {
            ++calls;
            CHECK(&self.state() == &d.state());
            CHECK_FALSE(self.called());
        });
        const auto result = outcome(d);
        d.cancel();
        d.cancel();
        CHECK(calls == 1);
        CHECK(*result == kCancelled);
    }

    TEST_CASE("the canceller may bring a result itself [Q7]") {
        const Deferred<int> good([](auto& self) { self.callback(5); });
        const Deferred<int> bad([](auto& self) {
            self.errback(Failure(std::runtime_error("gave up")));
        });
        const auto value = outcome(good);
        const auto failure = outcome(bad);
        good.cancel();
        bad.cancel();
        CHECK(*value == "5");
        CHECK(*failure == "std::runtime_error");
        const Deferred<int> alone([](auto& self) { self.callback(5); });
        alone.cancel();
        CHECK(*outcome(alone) == "5");
    }

    TEST_CASE("with a canceller no late result is swallowed [Q7]") {
        const Deferred<int> d([](auto&) {});
        const auto result = outcome(d);
        d.cancel();
        CHECK_THROWS_AS(d.callback(1), error::AlreadyCalledError);
    }

    TEST_CASE("a canceller's throw comes out of cancel() [Q7]") {
        int calls = 0;
        const Deferred<int> d([&](auto&) {
            ++calls;
            throw std::runtime_error("cannot");
        });
        const auto result = outcome(d);
        CHECK_THROWS_WITH_AS(d.cancel(), "cannot", std::runtime_error);
        CHECK_FALSE(d.called());
        CHECK_THROWS_AS(d.cancel(), std::runtime_error);
        CHECK(calls == 2);
        d.callback(1);
        CHECK(*result == "1");
    }

    TEST_CASE("the canceller is freed once it cannot be needed [Q7]") {
        const auto held = std::make_shared<int>(0);
        const Deferred<int> fired([held](auto&) {});
        const Deferred<int> cancelled([held](auto&) {});
        outcome(fired);
        outcome(cancelled);
        CHECK(held.use_count() == 3);
        fired.callback(1);
        CHECK(held.use_count() == 2);
        cancelled.cancel();
        CHECK(held.use_count() == 1);
    }

    TEST_CASE("cancel after the firing does nothing [Q8]") {
        bool asked = false;
        const Deferred<int> d([&](auto&) { asked = true; });
        d.callback(1);
        d.cancel();
        CHECK_FALSE(asked);
        CHECK(*outcome(d) == "1");
    }

    TEST_CASE("cancel goes to the Deferred that is waited for [Q8]") {
        bool outerAsked = false;
        bool innerAsked = false;
        const Deferred<int> outer([&](auto&) { outerAsked = true; });
        const Deferred<int> inner([&](auto&) { innerAsked = true; });
        outer.addCallback([&](int) { return inner; });
        const auto result = outcome(outer);
        outer.callback(1);
        outer.cancel();
        CHECK(innerAsked);
        CHECK_FALSE(outerAsked);
        CHECK(*result == kCancelled);
    }

    TEST_CASE("cancel through a change of type reaches the head [Q8]") {
        bool asked = false;
        const Deferred<int> head([&](auto&) { asked = true; });
        const auto tail =
            head.addCallback([](int n) { return std::to_string(n); })
                .addCallback([](const std::string&) {});
        const auto result = outcome(tail);
        tail.cancel();
        CHECK(asked);
        CHECK(*result == kCancelled);
    }

    TEST_CASE("cancel at the head reaches what the tail waits for [Q8]") {
        bool asked = false;
        const Deferred<int> head;
        const Deferred<std::string> inner([&](auto&) { asked = true; });
        const auto tail = head.addCallback([&](int) { return inner; })
                              .addCallback([](const std::string&) {});
        const auto result = outcome(tail);
        head.callback(1);
        head.cancel();
        CHECK(asked);
        CHECK(*result == kCancelled);
    }

    TEST_CASE("one that was returned and has fired cancels nothing [Q8]") {
        const Deferred<int> outer;
        const Deferred<int> first;
        const Deferred<int> second;
        outer.addCallback([&](int) { return first; });
        outer.addCallback([&](int) { return second; });
        const auto result = outcome(outer);
        outer.callback(0);
        first.callback(1);
        first.cancel();
        CHECK(*result == "pending");
        second.callback(2);
        CHECK(*result == "2");
    }

    TEST_CASE("a chain whose head is gone can still be cancelled [Q8]") {
        std::optional<Deferred<int>> head{std::in_place};
        const auto tail =
            head->addCallback([](int n) { return std::to_string(n); });
        head.reset();
        std::string seen;
        tail.addErrback([&](const Failure& reason) {
            seen = reason.type();
            return std::string();
        });
        tail.cancel();
        CHECK(seen == kCancelled);
    }

    TEST_CASE("a wait for one that nobody can fire can be cancelled [Q8]") {
        const Deferred<int> outer;
        outer.addCallback([](int) { return Deferred<int>(); });
        outer.callback(0);
        outer.addCallback([](int n) { return n; });
        const auto result = outcome(outer);
        CHECK(*result == "pending");
        outer.cancel();
        CHECK(*result == kCancelled);
        CHECK_THROWS_AS(outer.callback(1), error::AlreadyCalledError);
    }

    TEST_CASE("a second cancel takes nothing back of the first [Q6]") {
        const Deferred<int> deferred;
        deferred.addErrback([](const Failure&) { return Deferred<int>(); });
        const auto result = outcome(deferred);
        deferred.cancel();
        deferred.cancel();
        CHECK(*result == kCancelled);
        CHECK_NOTHROW(deferred.callback(1));  // the late one
        CHECK_THROWS_AS(deferred.callback(2), error::AlreadyCalledError);
    }

    TEST_CASE("addTimeout fails with how long it waited [Q9]") {
        Clock clock;
        std::string seen;
        const Deferred<int> d;
        d.addTimeout(1500ms, clock);
        d.addErrback([&](const Failure& reason) {
            reason.trap<untwist::defer::TimeoutError>();
            seen = reason.getErrorMessage();
            return 0;
        });
        clock.advance(1499ms);
        CHECK(seen.empty());
        clock.advance(1ms);
        CHECK(seen == "no result within 1.5 s");
        CHECK_NOTHROW(d.callback(1));
    }

    TEST_CASE("the timer goes when the result is there [Q9]") {
        Clock clock;
        const Deferred<int> good;
        const Deferred<int> bad;
        const auto value = outcome(good.addTimeout(1s, clock));
        const auto failure = outcome(bad.addTimeout(1s, clock));
        CHECK(clock.getDelayedCalls().size() == 2);
        good.callback(1);
        bad.errback(Failure(std::runtime_error("broken")));
        CHECK(clock.getDelayedCalls().empty());
        CHECK(*value == "1");
        CHECK(*failure == "std::runtime_error");
    }

    TEST_CASE("cancelled by hand before the time, it stays cancelled [Q9]") {
        Clock clock;
        const Deferred<int> d;
        const auto result = outcome(d.addTimeout(1s, clock));
        d.cancel();
        CHECK(*result == kCancelled);
        CHECK(clock.getDelayedCalls().empty());
    }

    TEST_CASE("what the canceller brings counts, not the timeout [Q9]") {
        Clock clock;
        const Deferred<int> good([](auto& self) { self.callback(6); });
        const Deferred<int> bad([](auto& self) {
            self.errback(Failure(std::runtime_error("gave up")));
        });
        const auto value = outcome(good.addTimeout(1s, clock));
        const auto failure = outcome(bad.addTimeout(1s, clock));
        clock.advance(1s);
        CHECK(*value == "6");
        CHECK(*failure == "std::runtime_error");
    }

    TEST_CASE("addTimeout covers only the callbacks before it [Q9]") {
        Clock clock;
        const Deferred<int> slowBefore;
        const Deferred<int> slowAfter;
        const Deferred<int> covered;
        const Deferred<int> free;
        covered.addCallback([&](int) { return slowBefore; });
        const auto timedOut = outcome(covered.addTimeout(1s, clock));
        free.addTimeout(1s, clock).addCallback([&](int) { return slowAfter; });
        const auto waits = outcome(free);
        covered.callback(1);
        free.callback(1);
        clock.advance(2s);
        CHECK(*timedOut == kTimedOut);
        CHECK(*waits == "pending");
    }

    TEST_CASE("addTimeout on a Deferred that moved on starts no timer [Q9]") {
        Clock clock;
        const Deferred<int> d;
        const auto text =
            d.addCallback([](int n) { return std::to_string(n); });
        CHECK_THROWS_AS(d.addTimeout(1s, clock), std::logic_error);
        CHECK(clock.getDelayedCalls().empty());
    }

    TEST_CASE("a clock that goes first takes the timeout with it [Q9]") {
        auto clock = std::make_unique<Clock>();
        const Deferred<int> d;
        const auto result = outcome(d.addTimeout(1s, *clock));
        clock.reset();
        d.callback(1);
        CHECK(*result == "1");
    }
}
