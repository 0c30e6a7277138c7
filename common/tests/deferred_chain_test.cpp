// Deferreds that lead to Deferreds: returned by a callback, made by a change of
// type, chained, paused.
#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/log_capture.hpp"
#include "untwist/deferred.hpp"

namespace error = untwist::error;
using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::test::LogCapture;

namespace {

using Story = std::vector<std::string>;

Failure broken() { return Failure(std::runtime_error("broken")); }

// What `call` throws, as text; empty if it throws nothing.
template <class E, class F>
std::string thrown(F call) {
    try {
        call();
    } catch (const E& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_SUITE("deferred") {
    TEST_CASE("a returned Deferred is waited for, and gives its result [Q4]") {
        std::vector<int> seen;
        Deferred<int> outer;
        Deferred<int> inner;
        outer.addCallback([&](int) { return inner; });
        outer.addCallback([&](int value) {
            seen.push_back(value);
            return value;
        });
        outer.callback(1);
        CHECK(outer.called());
        CHECK(seen.empty());
        inner.callback(2);
        CHECK(seen == std::vector{2});
    }

    TEST_CASE("a returned Deferred that has fired costs no wait [Q4]") {
        std::vector<int> seen;
        Deferred<int> outer;
        outer.addCallback([](int) { return untwist::succeed(2); });
        outer.addCallback([&](int value) { seen.push_back(value); });
        outer.callback(1);
        CHECK(seen == std::vector{2});
    }

    TEST_CASE("a returned Deferred's own callbacks come first [Q4]") {
        Story story;
        Deferred<int> outer;
        Deferred<int> inner;
        inner.addCallback([&](int value) {
            story.emplace_back("inner");
            return value * 10;
        });
        outer.addCallback([&](int) { return inner; })
            .addCallback([&](int value) {
                story.push_back("outer " + std::to_string(value));
            });
        outer.callback(0);
        inner.callback(5);
        CHECK(story == Story{"inner", "outer 50"});
    }

    TEST_CASE("a returned Deferred that fails fails the outer one [Q4]") {
        LogCapture logged;
        std::string seen;
        Deferred<int> outer;
        Deferred<int> inner;
        outer.addCallback([&](int) { return inner; });
        outer.addErrback([&](const Failure& reason) {
            seen = reason.getErrorMessage();
            return 0;
        });
        outer.callback(1);
        inner.errback(broken());
        CHECK(seen == "broken");
        inner = Deferred<int>();
        CHECK(logged.messages.empty());
    }

    TEST_CASE("a Deferred may come of a callback of another type [Q4]") {
        std::string seen;
        Deferred<int> outer;
        Deferred<std::string> inner;
        outer.addCallback([&](int) { return inner; })
            .addCallback([&](const std::string& value) { seen = value; });
        outer.callback(1);
        inner.callback("text");
        CHECK(seen == "text");
    }

    TEST_CASE("an errback may return a Deferred, and has handled it [Q4]") {
        LogCapture logged;
        int seen = 0;
        {
            Deferred<int> outer;
            Deferred<int> inner;
            outer.addErrback([&](const Failure&) { return inner; });
            outer.addCallback([&](int value) { seen = value; });
            outer.errback(broken());
            inner.callback(7);
        }
        CHECK(seen == 7);
        CHECK(logged.messages.empty());
    }

    TEST_CASE("waiting for what an errback returned logs no error [Q10]") {
        LogCapture logged;
        {
            Deferred<int> d;
            d.addErrback([](const Failure&) { return Deferred<int>(); });
            d.errback(broken());
        }
        {
            Deferred<int> d;
            d.addBoth([](const Result<int>&) { return Deferred<int>(); });
            d.errback(broken());
        }
        CHECK(logged.messages.empty());
    }

    TEST_CASE("a paused Deferred that is returned counts as unfired [Q4]") {
        std::vector<int> seen;
        Deferred<int> outer;
        Deferred<int> inner;
        inner.pause();
        inner.callback(3);
        outer.addCallback([&](int) { return inner; });
        outer.addCallback([&](int value) { seen.push_back(value); });
        outer.callback(1);
        CHECK(seen.empty());
        inner.unpause();
        CHECK(seen == std::vector{3});
    }

    TEST_CASE("the result of a returned Deferred is taken away [Q4]") {
        for (const bool firedBefore : {true, false}) {
            CAPTURE(firedBefore);
            Deferred<int> outer;
            Deferred<int> inner;
            if (firedBefore) inner.callback(1);
            outer.addCallback([&](int) { return inner; });
            outer.callback(0);
            const auto text = thrown<std::logic_error>(
                [&] { inner.addCallback([](int n) { return n; }); });
            CHECK(text.find("moved on") != std::string::npos);
            CHECK(text.find("whose callback returned this one") !=
                  std::string::npos);
        }
    }

    TEST_CASE("pauses are counted: each needs an unpause [Q5]") {
        bool ran = false;
        Deferred<void> d;
        d.addCallback([&] { ran = true; });
        d.pause();
        d.pause();
        d.callback();
        CHECK_FALSE(ran);
        d.unpause();
        CHECK_FALSE(ran);
        d.unpause();
        CHECK(ran);
    }

    TEST_CASE("unpause before the firing leaves it to the firing [Q5]") {
        bool ran = false;
        Deferred<void> d;
        d.addCallback([&] { ran = true; });
        d.pause();
        d.unpause();
        CHECK_FALSE(ran);
        d.callback();
        CHECK(ran);
    }

    TEST_CASE("a callback may pause its own chain [Q5]") {
        Story story;
        Deferred<void> d;
        d.addCallback([&] {
            story.emplace_back("first");
            d.pause();
        });
        d.addCallback([&] { story.emplace_back("second"); });
        d.callback();
        CHECK(story == Story{"first"});
        d.unpause();
        CHECK(story == Story{"first", "second"});
    }

    TEST_CASE("unpause without pause says so [Q5]") {
        const Deferred<void> d;
        CHECK_THROWS_WITH_AS(d.unpause(), "unpause: the Deferred is not paused",
                             std::logic_error);
    }

    TEST_CASE("chainDeferred fires the other one [Q4]") {
        std::vector<int> seen;
        std::string failed;
        const Deferred<int> good;
        const Deferred<int> bad;
        const Deferred<int> afterGood;
        const Deferred<int> afterBad;
        afterGood.addCallback([&](int value) { seen.push_back(value); });
        afterBad.addErrback(
            [&](const Failure& reason) { failed = reason.getErrorMessage(); });
        good.chainDeferred(afterGood);
        bad.chainDeferred(afterBad);
        good.callback(4);
        bad.errback(broken());
        CHECK(seen == std::vector{4});
        CHECK(failed == "broken");
    }

    TEST_CASE("chainDeferred hands over who answers for the error [Q10]") {
        LogCapture logged;
        Deferred<void> first;
        std::optional<Deferred<void>> second{std::in_place};
        first.chainDeferred(*second);
        first.errback(broken());
        first = Deferred<void>();
        CHECK(logged.messages.empty());
        second.reset();
        CHECK(logged.messages.size() == 1);
        CHECK(logged.count("broken") == 1);
    }

    TEST_CASE("chainDeferred to one that fired, or is chained, says so [Q1]") {
        const Deferred<void> first;
        const auto fired = untwist::succeed();
        CHECK_THROWS_AS(first.chainDeferred(fired), error::AlreadyCalledError);
        const Deferred<void> second;
        const Deferred<void> other;
        second.chainDeferred(other);
        CHECK_THROWS_WITH_AS(
            first.chainDeferred(other),
            "chainDeferred: the other Deferred is fired by a chain already",
            std::logic_error);
        CHECK_THROWS_WITH_AS(first.chainDeferred(first),
                             "a Deferred cannot wait for itself",
                             std::logic_error);
        CHECK_THROWS_AS(other.callback(), std::logic_error);
    }

    TEST_CASE("a new type is a new Deferred; the old one says so") {
        const Deferred<int> number;
        const auto text =
            number.addCallback([](int n) { return std::to_string(n); });
        const auto old = thrown<std::logic_error>(
            [&] { number.addCallback([](int n) { return n; }); });
        CHECK(old.find("add to the Deferred that addCallback returned") !=
              std::string::npos);
        const auto fire =
            thrown<std::logic_error>([&] { text.callback("no"); });
        CHECK(fire.find("fire the one at the head of the chain") !=
              std::string::npos);
        CHECK_THROWS_AS(text.errback(broken()), std::logic_error);
    }

    TEST_CASE("a callback that keeps the type stays on the same Deferred") {
        const Deferred<int> d;
        const auto same = d.addCallback([](int n) { return n + 1; });
        int seen = 0;
        d.addCallback([&](int n) { return seen = n; });
        d.callback(1);
        CHECK(seen == 2);
        CHECK(same.called());
    }

    TEST_CASE(
        "added inside a callback that changes the type, runs after [Q3]") {
        Story story;
        const Deferred<int> number;
        std::optional<Deferred<std::string>> text;
        text = number.addCallback([&](int n) {
            text->addCallback(
                [&](const std::string& t) { story.push_back("then " + t); });
            story.emplace_back("first");
            return std::to_string(n);
        });
        number.callback(12);
        CHECK(story == Story{"first", "then 12"});
    }

    TEST_CASE("a different Deferred fires inside a callback at once [Q3]") {
        Story story;
        Deferred<void> first;
        Deferred<void> second;
        second.addCallback([&] { story.emplace_back("second"); });
        first.addCallback([&] {
            story.emplace_back("before");
            second.callback();
            story.emplace_back("after");
        });
        first.callback();
        CHECK(story == Story{"before", "second", "after"});
    }

    TEST_CASE("a Deferred that its own callback returns is refused") {
        std::string seen;
        Deferred<int> d;
        d.addCallback([&](int) { return d; });
        d.addErrback([&](const Failure& reason) {
            seen = reason.getErrorMessage();
            return 0;
        });
        d.callback(1);
        CHECK(seen == "a Deferred cannot wait for itself");
    }

    TEST_CASE("a Deferred returned to two at once is refused the second") {
        std::string seen;
        const Deferred<int> shared;
        const Deferred<int> first;
        const Deferred<int> second;
        first.addCallback([&](int) { return shared; });
        second.addCallback([&](int) { return shared; });
        second.addErrback([&](const Failure& reason) {
            seen = reason.getErrorMessage();
            return 0;
        });
        first.callback(1);
        second.callback(2);
        CHECK(seen.find("moved on") != std::string::npos);
        shared.callback(3);
    }

    TEST_CASE("a handle that was moved from says so") {
        Deferred<int> d;
        const auto other = std::move(d);
        // NOLINTBEGIN(bugprone-use-after-move): what this is about
        CHECK_THROWS_WITH_AS(d.callback(1), "this Deferred was moved from",
                             std::logic_error);
        CHECK_THROWS_AS(d.called(), std::logic_error);
        CHECK_THROWS_AS(d.cancel(), std::logic_error);
        CHECK_THROWS_AS(d.addCallback([](int n) { return n; }),
                        std::logic_error);
        // NOLINTEND(bugprone-use-after-move)
        CHECK_FALSE(other.called());
    }

    TEST_CASE("a value that cannot be copied goes through the chain") {
        int seen = 0;
        const Deferred<std::unique_ptr<int>> d;
        d.addCallback([](std::unique_ptr<int> value) {
             ++*value;
             return value;
         })
            .addBoth([](Result<std::unique_ptr<int>> result) {
                return std::move(result).value();
            })
            .addCallback([](const std::unique_ptr<int>& value) {
                return untwist::succeed(*value);
            })
            .addCallback([&](int value) { seen = value; });
        d.callback(std::make_unique<int>(1));
        CHECK(seen == 2);
    }

    TEST_CASE(
        "a Deferred once returned is free when its result is gone [Q10]") {
        LogCapture logged;
        const Deferred<int> inner;
        {
            const Deferred<int> outer;
            outer.addCallback([&](int) { return inner; });
            outer.callback(0);
            inner.errback(broken());
        }
        CHECK(logged.count("broken") == 1);
    }

    TEST_CASE("an unhandled error is logged once, with its place [Q10]") {
        LogCapture logged;
        unsigned line = 0;
        {
            const Deferred<int> d;
            line = __LINE__ + 1;
            const auto text = d.addCallback(
                [](int) -> std::string { throw std::runtime_error("broken"); });
            const auto end = text.addCallback([](const std::string&) {});
            d.callback(1);
        }
        REQUIRE(logged.messages.size() == 1);
        const auto& message = logged.messages.front();
        CAPTURE(message);
        CHECK(message.find("Unhandled error in Deferred: std::runtime_error: "
                           "broken") == 0);
        CHECK(message.find("left the callback added at " +
                           std::string(__FILE__) + ":" +
                           std::to_string(line)) != std::string::npos);
        CHECK(message.find("passed the callback added at ") !=
              std::string::npos);
    }

    TEST_CASE("an errback added late clears the error [Q10]") {
        LogCapture logged;
        {
            Deferred<void> d;
            d.errback(broken());
            d.addErrback([](const Failure&) {});
        }
        CHECK(logged.messages.empty());
    }

    TEST_CASE("a callback may return a Failure instead of throwing [Q2]") {
        std::string seen;
        const Deferred<int> d;
        d.addCallback([](int) { return broken(); });
        d.addErrback([&](const Failure& f) { seen = f.getErrorMessage(); });
        d.callback(1);
        CHECK(seen == "broken");
    }

    TEST_CASE("addCallbacks: the errback is not for its own callback [Q2]") {
        Story story;
        const Deferred<int> d;
        d.addCallbacks(
            [](int) -> int { throw std::runtime_error("from the callback"); },
            [&](const Failure&) {
                story.emplace_back("sibling");
                return 0;
            });
        d.addErrback([&](const Failure& reason) {
            story.push_back(reason.getErrorMessage());
        });
        d.callback(1);
        CHECK(story == Story{"from the callback"});
    }

    TEST_CASE("maybeDeferred makes a Deferred of whatever comes [Q15]") {
        std::vector<int> seen;
        const auto see = [&](int value) { seen.push_back(value); };
        untwist::maybeDeferred([](int n) { return n + 1; }, 1).addCallback(see);
        untwist::maybeDeferred([] {
            return untwist::succeed(3);
        }).addCallback(see);
        untwist::execute([] { return 4; }).addCallback(see);
        CHECK(seen == std::vector{2, 3, 4});
    }

    TEST_CASE("maybeDeferred turns a throw into a failure [Q15]") {
        Story story;
        const auto see = [&](const Failure& reason) {
            story.push_back(reason.getErrorMessage());
        };
        untwist::maybeDeferred([] {
            throw std::runtime_error("thrown");
        }).addErrback(see);
        untwist::execute([] {
            throw std::runtime_error("thrown too");
        }).addErrback(see);
        untwist::maybeDeferred([] { return broken(); }).addErrback(see);
        CHECK(story == Story{"thrown", "thrown too", "broken"});
    }
}
