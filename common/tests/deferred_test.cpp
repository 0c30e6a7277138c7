#include "untwist/deferred.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/log_capture.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Deferred;
using untwist::Failure;
using untwist::test::LogCapture;

namespace {

using Story = std::vector<std::string>;

Failure broken() { return Failure(std::runtime_error("broken")); }

}  // namespace

TEST_SUITE("deferred") {
    TEST_CASE("a Deferred fires once; a second time says so [Q1]") {
        Deferred<void> d;
        CHECK_FALSE(d.called());
        d.callback();
        CHECK(d.called());
        CHECK_THROWS_AS(d.callback(), error::AlreadyCalledError);
        CHECK_THROWS_AS(d.errback(broken()), error::AlreadyCalledError);
    }

    TEST_CASE(
        "callbacks run when it fires, in the order they were added [Q2]") {
        Story story;
        Deferred<void> d;
        d.addCallback([&] { story.emplace_back("first"); });
        d.addCallback([&] { story.emplace_back("second"); });
        CHECK(story.empty());
        d.callback();
        CHECK(story == Story{"first", "second"});
    }

    TEST_CASE("a callback added after the firing runs at once [Q3]") {
        Deferred<void> d;
        d.callback();
        bool ran = false;
        d.addCallback([&] { ran = true; });
        CHECK(ran);
    }

    TEST_CASE("a callback added inside a callback runs after it [Q3]") {
        Story story;
        Deferred<void> d;
        d.addCallback([&] {
            d.addCallback([&] { story.emplace_back("added inside"); });
            story.emplace_back("first goes on");
        });
        d.addCallback([&] { story.emplace_back("second"); });
        d.callback();
        CHECK(story == Story{"first goes on", "second", "added inside"});
    }

    TEST_CASE("a failure goes to the errback; callbacks are skipped [Q2]") {
        Story story;
        Deferred<void> d;
        d.addCallback([&] { story.emplace_back("callback"); });
        d.addErrback([&](const Failure& reason) {
            story.push_back(reason.getErrorMessage());
        });
        d.errback(broken());
        CHECK(story == Story{"broken"});
    }

    TEST_CASE("an errback that returns has dealt with the failure [Q2]") {
        Story story;
        Deferred<void> d;
        d.addErrback([&](const Failure&) { story.emplace_back("recovered"); });
        d.addCallback([&] { story.emplace_back("goes on"); });
        d.errback(broken());
        CHECK(story == Story{"recovered", "goes on"});
    }

    TEST_CASE("a callback that throws makes a failure for the next ones [Q2]") {
        Story story;
        Deferred<void> d;
        d.addCallback([] { throw std::out_of_range("too far"); });
        d.addCallback([&] { story.emplace_back("skipped"); });
        d.addErrback([&](const Failure& reason) {
            reason.trap<std::out_of_range>();
            story.emplace_back("caught");
        });
        d.callback();
        CHECK(story == Story{"caught"});
    }

    TEST_CASE("an errback that throws hands on its own failure [Q2]") {
        std::string seen;
        Deferred<void> d;
        d.addErrback([](const Failure&) { throw std::logic_error("worse"); });
        d.addErrback([&](const Failure& f) { seen = f.getErrorMessage(); });
        d.errback(broken());
        CHECK(seen == "worse");
    }

    TEST_CASE("an errback is not called when all went well") {
        bool called = false;
        Deferred<void> d;
        d.addErrback([&](const Failure&) { called = true; });
        d.callback();
        CHECK_FALSE(called);
    }

    TEST_CASE("addBoth runs either way") {
        int runs = 0;
        Deferred<void> good;
        Deferred<void> bad;
        good.addBoth([&](const untwist::Result<void>&) { ++runs; });
        bad.addBoth([&](const untwist::Result<void>&) { ++runs; });
        good.callback();
        bad.errback(broken());
        CHECK(runs == 2);
    }

    TEST_CASE("a Failure that a callback throws goes on as what it holds") {
        std::string seen;
        untwist::fail(broken())
            .addErrback([](const Failure& reason) { throw reason; })
            .addErrback([&](const Failure& reason) {
                seen = reason.type() + ": " + reason.getErrorMessage();
            });
        CHECK(seen == "std::runtime_error: broken");
    }

    TEST_CASE("a handler that returns or fails may return a Result") {
        std::vector<std::string> seen;
        for (const bool recovers : {true, false}) {
            untwist::fail<std::string>(broken())
                .addErrback([recovers](const Failure& reason)
                                -> untwist::Result<std::string> {
                    if (!recovers) return reason;
                    return std::string("recovered");
                })
                .addCallback([&](const std::string& s) { seen.push_back(s); })
                .addErrback([&](const Failure& reason) {
                    seen.push_back(reason.getErrorMessage());
                });
        }
        CHECK(seen == std::vector<std::string>{"recovered", "broken"});
    }

    TEST_CASE("copies are handles on the same Deferred") {
        Deferred<void> d;
        auto copy = d;
        bool ran = false;
        copy.addCallback([&] { ran = true; });
        d.callback();
        CHECK(ran);
        CHECK(copy.called());
    }

    TEST_CASE("succeed() and fail() have fired already") {
        CHECK(untwist::succeed().called());
        std::string seen;
        untwist::fail(broken()).addErrback(
            [&](const Failure& reason) { seen = reason.getErrorMessage(); });
        CHECK(seen == "broken");
    }

    TEST_CASE("a callback is freed as soon as it has run") {
        const auto held = std::make_shared<int>(0);
        Deferred<void> d;
        d.addCallback([held] {});
        CHECK(held.use_count() == 2);
        d.callback();
        CHECK(held.use_count() == 1);
    }

    TEST_CASE("a failure nobody handled is logged when the last handle goes") {
        LogCapture logged;
        {
            Deferred<void> d;
            d.errback(broken());
            CHECK(logged.messages.empty());
        }
        CHECK(logged.count("broken") == 1);
    }

    TEST_CASE("a handled failure, or no result at all, is not logged") {
        LogCapture logged;
        {
            Deferred<void> handled;
            handled.errback(broken());
            handled.addErrback([](const Failure&) {});
            const Deferred<void> neverFired;
        }
        CHECK(logged.messages.empty());
    }

    TEST_CASE("a callback may drop the last handle of its own Deferred") {
        auto d = std::make_unique<Deferred<void>>();
        bool ran = false;
        d->addCallback([&] { d.reset(); });
        d->addCallback([&] { ran = true; });
        auto* raw = d.get();
        raw->callback();
        CHECK(ran);
        CHECK_FALSE(d);
    }
}
