// Checks <custom_error.hpp>: yours, the solution, or a wrong answer.
#include <custom_error.hpp>

#include <doctest/doctest.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "untwist/testing/story.hpp"

using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::testing::step;

namespace {

// Busy, and for a reason: a kind of Busy that your code has never heard of.
class Restarting : public Busy {
  public:
    Restarting() : Busy(5) {}
};

// Not a Busy, but looks like one.
class BusyLine : public std::runtime_error {
  public:
    BusyLine() : std::runtime_error("the server is busy") {}
};

// What comes out of withAdvice when this goes in.
Result<std::string> advised(const Deferred<std::string>& answer) {
    std::optional<Result<std::string>> seen;
    step("I give it to withAdvice");
    withAdvice(answer).addBoth(
        [&](Result<std::string> result) { seen = std::move(result); });
    REQUIRE_MESSAGE(seen, "expected a result at once");
    return *seen;
}

std::string shown(const Result<std::string>& result) {
    return result ? "the text: " + result.value()
                  : "a failure: " + result.failure().type() + ", " +
                        result.failure().getErrorMessage();
}

Result<std::string> advisedOnFailure(const Failure& failure) {
    step("a Deferred fails with " + failure.type());
    return advised(untwist::fail<std::string>(failure));
}

// What readAnswer throws, as a Failure.
std::optional<Failure> thrownBy(const std::string& answer) {
    step("I call readAnswer(\"" + answer + "\")");
    try {
        readAnswer(answer);
    } catch (...) {
        return Failure();
    }
    return {};
}

}  // namespace

TEST_CASE("an ordinary answer is returned as it is") {
    CHECK(readAnswer("21 degrees") == "21 degrees");
    CHECK(readAnswer("") == "");
    CHECK(readAnswer("busybody") == "busybody");
}

TEST_CASE("busy 30 is thrown as a Busy that knows its 30 seconds") {
    for (const int seconds : {30, 7}) {
        untwist::testing::startStory();
        const auto failure = thrownBy("busy " + std::to_string(seconds));
        REQUIRE_MESSAGE(failure, "expected a Busy, but nothing was thrown");
        const auto* busy = failure->check<Busy>();
        REQUIRE_MESSAGE(busy, "expected a Busy, not a " << failure->type());
        CHECK(busy->seconds() == seconds);
    }
}

TEST_CASE("a Busy is a std::runtime_error with a message") {
    CHECK(std::is_base_of_v<std::runtime_error, Busy>);
    const auto failure = thrownBy("busy 30");
    REQUIRE_MESSAGE(failure, "expected a Busy, but nothing was thrown");
    CHECK(failure->getErrorMessage() == "the server is busy");
}

TEST_CASE("who is told busy gets advice") {
    const auto failure = thrownBy("busy 30");
    REQUIRE_MESSAGE(failure, "expected a Busy, but nothing was thrown");
    CHECK(shown(advisedOnFailure(*failure)) == "the text: come back in 30 s");
}

TEST_CASE("what derives from Busy gets the same advice") {
    const Failure failure(std::make_exception_ptr(Restarting()));
    CHECK(shown(advisedOnFailure(failure)) == "the text: come back in 5 s");
}

TEST_CASE("every other failure stays what it is") {
    const Failure failure(std::out_of_range("no such page"));
    const auto result = advisedOnFailure(failure);
    CHECK(shown(result) == "a failure: std::out_of_range, no such page");
}

TEST_CASE("an error that only sounds like Busy is none") {
    const auto result = advisedOnFailure(Failure(BusyLine()));
    REQUIRE_MESSAGE(!result, "expected a failure, not " << shown(result));
    CHECK(result.failure().check<BusyLine>());
}

TEST_CASE("what is no std::exception goes through as well") {
    const Failure failure(std::make_exception_ptr(42));
    const auto result = advisedOnFailure(failure);
    REQUIRE_MESSAGE(!result, "expected a failure, not " << shown(result));
    CHECK(result.failure().type() == "int");
}

TEST_CASE("what is no failure is not touched") {
    step("a Deferred brings the text busy 30");
    const auto result = advised(untwist::succeed(std::string("busy 30")));
    CHECK(shown(result) == "the text: busy 30");
}
