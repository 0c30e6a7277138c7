// Checks <custom_error.hpp>: yours, the solution, or a wrong answer.
#include <custom_error.hpp>

#include <doctest/doctest.h>

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include "untwist/testing/story.hpp"

using untwist::Deferred;
using untwist::Failure;
using untwist::Result;
using untwist::testing::quoted;
using untwist::testing::step;
using untwist::testing::StoryFailure;

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

namespace {

std::string shown(const Result<std::string>& result) {
    if (result) return "the text " + quoted(result.value());
    const auto& failure = result.failure();
    return "the failure " + failure.type() + ": " + failure.getErrorMessage();
}

void expectSame(const std::string& expected, const std::string& got) {
    if (expected != got) throw StoryFailure(expected, got);
}

// What readAnswer returns, or throws.
Result<std::string> read(const std::string& answer) {
    step("I call readAnswer(" + quoted(answer) + ")");
    try {
        return readAnswer(answer);
    } catch (...) {
        return Failure();
    }
}

void expectUnchanged(const std::string& answer) {
    expectSame("the text " + quoted(answer), shown(read(answer)));
}

// A Failure that holds a Busy, thrown by readAnswer.
Failure thrownBy(const std::string& answer) {
    const auto result = read(answer);
    if (result || !result.failure().check<Busy>()) {
        throw StoryFailure("a Busy that is thrown", shown(result));
    }
    return result.failure();
}

void expectSeconds(int seconds) {
    const auto failure = thrownBy("busy " + std::to_string(seconds));
    step("I ask the Busy for its seconds()");
    expectSame(std::to_string(seconds),
               std::to_string(failure.check<Busy>()->seconds()));
}

// What comes out of withAdvice when this goes in.
Result<std::string> advised(const Deferred<std::string>& answer) {
    std::optional<Result<std::string>> seen;
    step("I give it to withAdvice");
    withAdvice(answer).addBoth(
        [&](Result<std::string> result) { seen = std::move(result); });
    if (!seen) throw StoryFailure("a result, at once", "no result");
    return *seen;
}

Result<std::string> advised(const Failure& failure) {
    step("a Deferred fails with " + failure.type());
    return advised(untwist::fail<std::string>(failure));
}

}  // namespace

TEST_CASE("an ordinary answer is returned as it is") {
    for (const std::string answer : {"21 degrees", "", "busybody"}) {
        expectUnchanged(answer);
    }
}

TEST_CASE("busy 30 is thrown as a Busy that knows its 30 seconds") {
    for (const int seconds : {30, 7}) expectSeconds(seconds);
}

TEST_CASE("a Busy is a std::runtime_error with a message") {
    const auto failure = thrownBy("busy 30");
    step("I look at the Busy as a std::runtime_error");
    if (!failure.check<std::runtime_error>()) {
        throw StoryFailure("Busy derives from std::runtime_error",
                           "it does not");
    }
    step("I ask it for its what()");
    expectSame("the server is busy", failure.getErrorMessage());
}

TEST_CASE("who is told busy gets advice") {
    const auto result = advised(thrownBy("busy 30"));
    expectSame("the text \"come back in 30 s\"", shown(result));
}

TEST_CASE("what derives from Busy gets the same advice") {
    const Failure failure(std::make_exception_ptr(Restarting()));
    expectSame("the text \"come back in 5 s\"", shown(advised(failure)));
}

TEST_CASE("every other failure stays what it is") {
    const Failure failure(std::out_of_range("no such page"));
    expectSame("the failure std::out_of_range: no such page",
               shown(advised(failure)));
}

TEST_CASE("an error that only sounds like Busy is none") {
    const Failure failure((BusyLine()));
    expectSame("the failure BusyLine: the server is busy",
               shown(advised(failure)));
}

TEST_CASE("what is no std::exception goes through as well") {
    const Failure failure(std::make_exception_ptr(42));
    expectSame("the failure int: int", shown(advised(failure)));
}

TEST_CASE("what is no failure is not touched") {
    step("a Deferred brings the text \"busy 30\"");
    const auto result = advised(untwist::succeed(std::string("busy 30")));
    expectSame("the text \"busy 30\"", shown(result));
}
