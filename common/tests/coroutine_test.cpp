#include "untwist/coroutine.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/log_capture.hpp"

namespace error = untwist::error;
using untwist::Deferred;
using untwist::Failure;
using untwist::test::LogCapture;

namespace {

using Story = std::vector<std::string>;

// Coroutines are functions here rather than lambdas: a lambda's captures are
// gone when it goes on.

Deferred<int> addOne(Deferred<int> number) {
    co_return co_await std::move(number) + 1;
}

Deferred<void> tell(Story& story, Deferred<void> wait) {
    story.emplace_back("starts");
    co_await std::move(wait);
    story.emplace_back("goes on");
}

Deferred<int> throwsAfter(Deferred<void> wait) {
    co_await std::move(wait);
    throw std::runtime_error("thrown");
}

Deferred<std::string> errorOf(Deferred<int> number) {
    try {
        co_return std::to_string(co_await std::move(number));
    } catch (const std::exception& error) {
        co_return std::string("caught: ") + error.what();
    }
}

// Tells when its frame goes.
struct Guard {
    explicit Guard(Story& story) : story_(story) {}
    Guard(const Guard&) = delete;
    Guard& operator=(const Guard&) = delete;
    ~Guard() { story_.emplace_back("frame gone"); }
    Story& story_;
};

Deferred<int> guarded(Story& story, Deferred<int> number) {
    const Guard guard(story);
    const auto value = co_await std::move(number);
    story.emplace_back("resumed");
    co_return value;
}

template <class T>
std::string typeOfFailure(const Deferred<T>& d) {
    std::string type;
    d.addErrback([&](const Failure& reason) { type = reason.type(); });
    return type;
}

constexpr auto kCancelled = "untwist::error::CancelledError";

}  // namespace

TEST_SUITE("coroutines") {
    TEST_CASE("a coroutine starts at once, up to its first wait [I1]") {
        Story story;
        const Deferred<void> wait;
        const auto done = tell(story, wait);
        CHECK(story == Story{"starts"});
        CHECK_FALSE(done.called());
        wait.callback();
        CHECK(story == Story{"starts", "goes on"});
        CHECK(done.called());
    }

    TEST_CASE("what it returns is its Deferred's result [I1]") {
        int seen = 0;
        const Deferred<int> number;
        addOne(number).addCallback([&](int n) { seen = n; });
        CHECK(seen == 0);
        number.callback(1);
        CHECK(seen == 2);
    }

    TEST_CASE("a ready Deferred is not waited for [I1]") {
        Story story;
        CHECK(tell(story, untwist::succeed()).called());
        CHECK(story == Story{"starts", "goes on"});
    }

    TEST_CASE("what it throws is its Deferred's failure [I1]") {
        std::string seen;
        const Deferred<void> wait;
        throwsAfter(wait).addErrback(
            [&](const Failure& reason) { seen = reason.getErrorMessage(); });
        wait.callback();
        CHECK(seen == "thrown");
    }

    TEST_CASE("what it throws at once does not leave the call [I1]") {
        std::optional<Deferred<int>> result;
        CHECK_NOTHROW(result = throwsAfter(untwist::succeed()));
        CHECK(typeOfFailure(*result) == "std::runtime_error");
    }

    TEST_CASE("a throw that nobody handles is logged once [Q10]") {
        LogCapture logged;
        throwsAfter(untwist::succeed());
        CHECK(logged.messages.size() == 1);
        CHECK(logged.count("thrown") == 1);
    }

    TEST_CASE("a failure is thrown where it is awaited [I1]") {
        LogCapture logged;
        std::string seen;
        {
            const Deferred<int> number;
            errorOf(number).addCallback(
                [&](const std::string& text) { seen = text; });
            number.errback(Failure(std::runtime_error("broken")));
        }
        CHECK(seen == "caught: broken");
        CHECK(logged.messages.empty());
    }

    TEST_CASE("coroutines await coroutines [I1]") {
        int seen = 0;
        const Deferred<int> number;
        addOne(addOne(addOne(number))).addCallback([&](int n) { seen = n; });
        number.callback(1);
        CHECK(seen == 4);
    }

    TEST_CASE("what was added before the await comes before it [I1]") {
        int seen = 0;
        const Deferred<int> number;
        number.addCallback([](int n) { return n * 10; });
        addOne(number).addCallback([&](int n) { seen = n; });
        number.callback(1);
        CHECK(seen == 11);
    }

    TEST_CASE("its locals are gone when its callbacks run [I1]") {
        Story story;
        const Deferred<int> number;
        guarded(story, number).addCallback([&](int) {
            story.emplace_back("callback");
        });
        number.callback(1);
        CHECK(story == Story{"resumed", "frame gone", "callback"});
    }

    TEST_CASE("cancel cancels what is awaited; it is thrown there [I2]") {
        bool asked = false;
        const Deferred<int> number([&](auto&) { asked = true; });
        const auto result = addOne(number);
        result.cancel();
        CHECK(asked);
        CHECK(typeOfFailure(result) == kCancelled);
    }

    TEST_CASE("a coroutine may make something else of CancelledError [I2]") {
        std::string seen;
        const Deferred<int> number;
        const auto result = errorOf(number);
        result.cancel();
        result.addCallback([&](const std::string& text) { seen = text; });
        CHECK(seen == "caught: the Deferred was cancelled");
    }

    TEST_CASE("a coroutine may go on awaiting, to be cancelled again [I2]") {
        const Deferred<int> first;
        const Deferred<int> second;
        const auto stubborn = [](Deferred<int> a,
                                 Deferred<int> b) -> Deferred<int> {
            try {
                co_await std::move(a);
            } catch (const error::CancelledError&) {
            }
            co_return co_await std::move(b);
        };
        const auto result = stubborn(first, second);
        result.cancel();
        CHECK_FALSE(result.called());
        result.cancel();
        CHECK(second.called());
        CHECK(typeOfFailure(result) == kCancelled);
    }

    TEST_CASE("a canceller's value is what the await gives [I2]") {
        int seen = 0;
        const Deferred<int> number([](auto& self) { self.callback(5); });
        const auto result = addOne(number);
        result.cancel();
        result.addCallback([&](int n) { seen = n; });
        CHECK(seen == 6);
    }

    TEST_CASE("cancel goes through coroutines and callbacks [I2]") {
        bool asked = false;
        const Deferred<int> number([&](auto&) { asked = true; });
        const auto outer = addOne(addOne(number).addCallback(
            [](int n) { return addOne(untwist::succeed(n)); }));
        const auto text =
            outer.addCallback([](int n) { return std::to_string(n); });
        text.cancel();
        CHECK(asked);
        CHECK(typeOfFailure(text) == kCancelled);
    }

    TEST_CASE("cancel after the end does nothing [I2]") {
        const auto result = addOne(untwist::succeed(1));
        result.cancel();
        int seen = 0;
        result.addCallback([&](int n) { seen = n; });
        CHECK(seen == 2);
    }

    TEST_CASE("cancel from inside the running coroutine does nothing [I2]") {
        std::optional<Deferred<int>> result;
        const auto self =
            [](Deferred<int> number,
               std::optional<Deferred<int>>& own) -> Deferred<int> {
            const auto value = co_await std::move(number);
            own->cancel();
            co_return value;
        };
        const Deferred<int> number;
        int seen = 0;
        result = self(number, result);
        result->addCallback([&](int n) { return seen = n; });
        number.callback(3);
        CHECK(seen == 3);
    }

    TEST_CASE("only the coroutine fires its Deferred [Q1]") {
        const Deferred<int> number;
        const auto result = addOne(number);
        CHECK_THROWS_AS(result.callback(9), std::logic_error);
        CHECK_THROWS_AS(result.errback(Failure(std::runtime_error("no"))),
                        std::logic_error);
        number.callback(1);
        int seen = 0;
        result.addCallback([&](int n) { seen = n; });
        CHECK(seen == 2);
        CHECK_THROWS_AS(result.callback(9), std::logic_error);
    }

    TEST_CASE("awaiting a Deferred again says that it is gone [I3]") {
        const auto twice = [](Deferred<int> d) -> Deferred<int> {
            const auto first = co_await std::move(d);
            // NOLINTNEXTLINE(bugprone-use-after-move): what this is about
            co_return first + co_await std::move(d);
        };
        for (const bool firedBefore : {true, false}) {
            CAPTURE(firedBefore);
            std::string seen;
            const Deferred<int> d;
            if (firedBefore) d.callback(1);
            twice(d).addErrback([&](const Failure& reason) {
                reason.trap<std::logic_error>();
                seen = reason.getErrorMessage();
            });
            if (!firedBefore) d.callback(1);
            CHECK(seen == "this Deferred was moved from");
        }
    }

    TEST_CASE("an awaited Deferred belongs to the coroutine [I3]") {
        for (const bool firedBefore : {true, false}) {
            CAPTURE(firedBefore);
            const Deferred<int> d;
            if (firedBefore) d.callback(1);
            const auto result = addOne(d);
            CHECK_THROWS_AS(d.addCallback([](int n) { return n; }),
                            std::logic_error);
            std::string seen;
            addOne(d).addErrback([&](const Failure& reason) {
                seen = reason.getErrorMessage();
            });
            CHECK(seen.find("moved on") != std::string::npos);
        }
    }

    TEST_CASE("a coroutine that will never go on is destroyed") {
        Story story;
        std::optional<Deferred<int>> number{std::in_place};
        const auto result = guarded(story, *number);
        CHECK(story.empty());
        number.reset();
        CHECK(story == Story{"frame gone"});
        CHECK_FALSE(result.called());
    }

    TEST_CASE("awaiting what nobody holds ends the coroutine there") {
        Story story;
        const auto result = guarded(story, Deferred<int>());
        CHECK(story == Story{"frame gone"});
        CHECK_FALSE(result.called());
    }

    TEST_CASE("a Deferred made and awaited inside goes with the coroutine") {
        Story story;
        const auto forgetful = [](Story& told) -> Deferred<void> {
            const Guard guard(told);
            Deferred<void> d;
            co_await std::move(d);
        };
        const auto result = forgetful(story);
        CHECK(story == Story{"frame gone"});
    }

    TEST_CASE("what a destroyed coroutine was to bring can be cancelled") {
        const auto result = addOne(Deferred<int>());
        result.cancel();
        CHECK(typeOfFailure(result) == kCancelled);
    }

    TEST_CASE("a coroutine whose Deferred nobody keeps runs to its end") {
        Story story;
        const Deferred<void> wait;
        tell(story, wait);
        wait.callback();
        CHECK(story == Story{"starts", "goes on"});
    }

    TEST_CASE("destroying a coroutine destroys those that await it") {
        Story story;
        std::optional<Deferred<int>> number{std::in_place};
        {
            const auto outer = guarded(story, guarded(story, *number));
            number.reset();
            CHECK(story == Story{"frame gone", "frame gone"});
        }
        CHECK(story.size() == 2);
    }

    TEST_CASE("a value that cannot be copied comes out of an await") {
        const auto unwrap =
            [](Deferred<std::unique_ptr<int>> d) -> Deferred<int> {
            const auto value = co_await std::move(d);
            co_return *value;
        };
        int seen = 0;
        unwrap(untwist::succeed(std::make_unique<int>(8)))
            .addCallback([&](int n) { seen = n; });
        CHECK(seen == 8);
    }
}
