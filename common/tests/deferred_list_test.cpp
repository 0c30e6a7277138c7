#include "untwist/deferred_list.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/log_capture.hpp"

namespace error = untwist::error;
using untwist::Deferred;
using untwist::DeferredList;
using untwist::Failure;
using untwist::FirstResult;
using untwist::firstResult;
using untwist::gatherResults;
using untwist::race;
using untwist::Result;
using untwist::test::LogCapture;

namespace {

using Story = std::vector<std::string>;
using List = std::vector<Deferred<int>>;

Failure broken(const char* what = "broken") {
    return Failure(std::runtime_error(what));
}

std::string inWords(const Result<int>& result) {
    return result.ok() ? std::to_string(result.value())
                       : result.failure().getErrorMessage();
}

Story inWords(const std::vector<Result<int>>& results) {
    Story words;
    for (const auto& result : results) words.push_back(inWords(result));
    return words;
}

// What a Deferred fails with.
template <class T>
std::shared_ptr<std::optional<Failure>> failureOf(const Deferred<T>& d) {
    auto seen = std::make_shared<std::optional<Failure>>();
    d.addErrback([seen](const Failure& reason) { *seen = reason; });
    return seen;
}

// Three Deferreds that tell when they are cancelled.
struct Three {
    Story story;
    Deferred<int> a{[this](auto&) { story.emplace_back("a cancelled"); }};
    Deferred<int> b{[this](auto&) { story.emplace_back("b cancelled"); }};
    Deferred<int> c{[this](auto&) { story.emplace_back("c cancelled"); }};
    List all() const { return {a, b, c}; }
};

}  // namespace

TEST_SUITE("deferred list") {
    TEST_CASE("DeferredList fires when all have, in the list's order [Q12]") {
        Story seen;
        const Three three;
        DeferredList(three.all(), {.consumeErrors = true})
            .addCallback([&](const std::vector<Result<int>>& results) {
                seen = inWords(results);
            });
        three.c.callback(3);
        three.a.callback(1);
        CHECK(seen.empty());
        three.b.errback(broken());
        CHECK(seen == Story{"1", "broken", "3"});
    }

    TEST_CASE("DeferredList takes Deferreds that have fired already [Q12]") {
        Story seen;
        DeferredList(List{untwist::succeed(1), untwist::succeed(2)})
            .addCallback([&](const std::vector<Result<int>>& results) {
                seen = inWords(results);
            });
        CHECK(seen == Story{"1", "2"});
    }

    TEST_CASE("an empty list fires at once [Q12]") {
        CHECK(DeferredList(List{}).called());
        CHECK(gatherResults(List{}).called());
    }

    TEST_CASE("firstResult and race of nothing never fire [Q12] [Q13]") {
        const auto first = firstResult(List{});
        const auto raced = race(List{});
        CHECK_FALSE(first.called());
        CHECK_FALSE(raced.called());
        const auto firstSeen = failureOf(first);
        const auto racedSeen = failureOf(raced);
        first.cancel();
        raced.cancel();
        CHECK((*firstSeen)->check<error::CancelledError>());
        CHECK((*racedSeen)->check<error::CancelledError>());
    }

    TEST_CASE("firstResult: the first value, and which it was [Q12]") {
        std::string seen;
        const Three three;
        firstResult(three.all())
            .addCallback([&](const FirstResult<int>& first) {
                seen = std::to_string(first.index) + ": " +
                       std::to_string(first.value);
            });
        three.b.callback(20);
        CHECK(seen == "1: 20");
        three.a.callback(10);
        three.c.callback(30);
        CHECK(seen == "1: 20");
        CHECK(three.story.empty());
    }

    TEST_CASE("fireOnOneErrback: the first failure, and which it was [Q12]") {
        LogCapture logged;
        const Three three;
        const auto seen = failureOf(DeferredList(
            three.all(), {.fireOnOneErrback = true, .consumeErrors = true}));
        three.a.callback(1);
        three.c.errback(broken());
        REQUIRE(*seen);
        const auto* first = (*seen)->check<error::FirstError>();
        REQUIRE(first);
        CHECK(first->index == 2);
        CHECK(first->subFailure.getErrorMessage() == "broken");
        CHECK((*seen)->getErrorMessage() ==
              "the Deferred at index 2 failed: broken");
        CHECK(three.story.empty());  // nobody is cancelled
        three.b.callback(2);
    }

    TEST_CASE("each failure is logged unless consumeErrors says no [Q12]") {
        for (const bool consume : {false, true}) {
            CAPTURE(consume);
            LogCapture logged;
            {
                const Deferred<int> a;
                const Deferred<int> b;
                const auto all =
                    DeferredList(List{a, b}, {.consumeErrors = consume});
                a.errback(broken("first"));
                b.errback(broken("second"));
                CHECK(all.called());
            }
            CHECK(logged.count("first") == (consume ? 0 : 1));
            CHECK(logged.count("second") == (consume ? 0 : 1));
        }
    }

    TEST_CASE("cancel cancels them all; a canceller's throw is logged [Q12]") {
        LogCapture logged;
        const Three three;
        const Deferred<int> bad(
            [](auto&) { throw std::runtime_error("cannot cancel"); });
        const auto all =
            DeferredList(List{three.a, bad, three.b}, {.consumeErrors = true});
        const auto seen = failureOf(all);
        all.cancel();
        CHECK(three.story == Story{"a cancelled", "b cancelled"});
        CHECK(logged.count("cannot cancel") == 1);
        REQUIRE(*seen);
        CHECK((*seen)->check<error::CancelledError>());
        CHECK_NOTHROW(bad.callback(5));
    }

    TEST_CASE("gatherResults gives the values alone [Q13]") {
        std::vector<int> seen;
        const Three three;
        gatherResults(three.all())
            .addCallback(
                [&](const std::vector<int>& values) { seen = values; });
        three.b.callback(2);
        three.c.callback(3);
        CHECK(seen.empty());
        three.a.callback(1);
        CHECK(seen == std::vector{1, 2, 3});
    }

    TEST_CASE("gatherResults fails at the first failure [Q13]") {
        const Three three;
        const auto seen = failureOf(gatherResults(three.all(), true));
        three.b.errback(broken());
        REQUIRE(*seen);
        REQUIRE((*seen)->check<error::FirstError>());
        CHECK((*seen)->check<error::FirstError>()->index == 1);
        CHECK(three.story.empty());
        three.a.callback(1);
        three.c.errback(broken());
    }

    TEST_CASE("gatherResults of Deferred<void> just fires [Q13]") {
        const Deferred<void> a;
        const Deferred<void> b;
        bool done = false;
        gatherResults(std::vector{a, b}).addCallback([&] { done = true; });
        a.callback();
        CHECK_FALSE(done);
        b.callback();
        CHECK(done);
    }

    TEST_CASE("race: the first value wins, the others are cancelled [Q13]") {
        Three three;
        race(three.all()).addCallback([&](const FirstResult<int>& first) {
            three.story.push_back(std::to_string(first.index) + " won with " +
                                  std::to_string(first.value));
        });
        three.b.callback(7);
        CHECK(three.story ==
              Story{"a cancelled", "c cancelled", "1 won with 7"});
    }

    TEST_CASE("race with one that has fired cancels the others [Q13]") {
        std::string seen;
        const Three three;
        race(List{three.a, untwist::succeed(7), three.c})
            .addCallback([&](const FirstResult<int>& first) {
                seen = std::to_string(first.index);
            });
        CHECK(seen == "1");
        CHECK(three.story == Story{"a cancelled", "c cancelled"});
    }

    TEST_CASE("race: all failed, in the list's order [Q13]") {
        LogCapture logged;
        {
            const Three three;
            const auto seen = failureOf(race(three.all()));
            three.c.errback(broken("c"));
            three.a.errback(broken("a"));
            CHECK_FALSE(*seen);
            three.b.errback(broken("b"));
            REQUIRE(*seen);
            const auto* group = (*seen)->check<error::FailureGroup>();
            REQUIRE(group);
            REQUIRE(group->failures.size() == 3);
            CHECK(group->failures[0].getErrorMessage() == "a");
            CHECK(group->failures[1].getErrorMessage() == "b");
            CHECK(group->failures[2].getErrorMessage() == "c");
            CHECK((*seen)->getErrorMessage() == "all 3 failed");
        }
        CHECK(logged.messages.empty());
    }

    TEST_CASE("cancel of a race cancels them all [Q13]") {
        const Three three;
        const auto all = race(three.all());
        const auto seen = failureOf(all);
        all.cancel();
        CHECK(three.story ==
              Story{"a cancelled", "b cancelled", "c cancelled"});
        REQUIRE(*seen);
        CHECK((*seen)->check<error::FailureGroup>());
    }

    TEST_CASE("what nobody will fire is freed, list and all") {
        LogCapture logged;  // of the cancelled ones
        const auto held = std::make_shared<int>(0);
        const auto keep = [held](const auto&) {};
        for (int i = 0; i < 2; ++i) {
            const Deferred<int> a;
            const Deferred<int> b;
            const auto list = DeferredList(List{a, b});
            list.addBoth(keep);
            const Deferred<int> c;
            const auto raced = race(List{c});
            raced.addBoth(keep);
            if (i == 1) list.cancel();
        }
        CHECK(held.use_count() == 2);  // held and keep
    }

    TEST_CASE("cancel when those it waited for are gone [Q12]") {
        std::optional<Deferred<int>> a{std::in_place};
        const auto all = DeferredList(List{*a});
        a.reset();
        const auto seen = failureOf(all);
        all.cancel();
        REQUIRE(*seen);
        CHECK((*seen)->check<error::CancelledError>());
    }

    TEST_CASE("values that cannot be copied are gathered [Q13]") {
        using Value = std::unique_ptr<int>;
        int sum = 0;
        gatherResults(std::vector{untwist::succeed(std::make_unique<int>(1)),
                                  untwist::succeed(std::make_unique<int>(2))})
            .addCallback([&](const std::vector<Value>& values) {
                for (const auto& value : values) sum += *value;
            });
        CHECK(sum == 3);
    }
}
