#include "untwist/failure.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "untwist/error.hpp"

using untwist::Failure;
namespace error = untwist::error;

namespace {

struct Odd {};  // an exception that is no std::exception

template <class E>
Failure thrown(E value) {
    try {
        throw value;
    } catch (...) {
        return Failure();
    }
}

}  // namespace

TEST_SUITE("failure") {
    TEST_CASE("check() finds the exception by its own class or a base [V1]") {
        const Failure failure((error::ConnectionAborted()));
        CHECK(failure.check<error::ConnectionAborted>());
        CHECK(failure.check<error::ConnectionLost>());
        CHECK(failure.check<error::Error>());
        CHECK(failure.check<std::exception>());
    }

    TEST_CASE("check() answers null for another class [V1]") {
        const Failure failure((error::ConnectionLost()));
        CHECK_FALSE(failure.check<error::ConnectionDone>());
        CHECK_FALSE(failure.check<error::ConnectionAborted>());
    }

    TEST_CASE("check() returns the very exception that was thrown [V1]") {
        struct Numbered : std::runtime_error {
            explicit Numbered(int n) : std::runtime_error("n"), number(n) {}
            int number;
        };
        const auto failure = thrown(Numbered(42));
        REQUIRE(failure.check<Numbered>());
        CHECK(failure.check<Numbered>()->number == 42);
    }

    TEST_CASE("trap() returns for the classes that are expected [V1]") {
        const Failure failure((error::TimeoutError()));
        CHECK_NOTHROW(failure.trap<error::TimeoutError>());
        CHECK_NOTHROW(failure.trap<std::bad_alloc, error::UserError>());
    }

    TEST_CASE("trap() throws the original when it is unexpected [V1]") {
        const auto failure = thrown(std::out_of_range("far"));
        CHECK_THROWS_WITH_AS((failure.trap<error::UserError, std::bad_alloc>()),
                             "far", std::out_of_range);
    }

    TEST_CASE("raise() throws the original [V1]") {
        CHECK_THROWS_WITH_AS(thrown(std::logic_error("why")).raise(), "why",
                             std::logic_error);
    }

    TEST_CASE("getErrorMessage() is what the exception says [V1]") {
        CHECK(Failure(std::runtime_error("it broke")).getErrorMessage() ==
              "it broke");
        CHECK(thrown(std::string("a string")).getErrorMessage() == "a string");
        CHECK(thrown("a literal").getErrorMessage() == "a literal");
    }

    TEST_CASE("type() is the exception's class, readable [V1]") {
        CHECK(Failure(error::ConnectionDone()).type() ==
              "untwist::error::ConnectionDone");
        CHECK(thrown(42).type() == "int");
        CHECK(thrown(Odd()).type().find("Odd") != std::string::npos);
    }

    TEST_CASE("anything that can be thrown can be a Failure [V1]") {
        const auto failure = thrown(Odd());
        CHECK(failure.check<Odd>());
        CHECK_FALSE(failure.check<std::exception>());
        CHECK_FALSE(failure.getErrorMessage().empty());
    }

    TEST_CASE("getTraceback() shows the class and the message [V1]") {
        const auto text =
            Failure(error::ConnectionLost("line cut")).getTraceback();
        CHECK(text.find("ConnectionLost") != std::string::npos);
        CHECK(text.find("line cut") != std::string::npos);
    }

    TEST_CASE("Failure() outside a catch block says so [V1]") {
        CHECK_THROWS_AS(Failure(), error::NoCurrentExceptionError);
        CHECK_THROWS_AS(Failure(std::exception_ptr{}),
                        error::NoCurrentExceptionError);
    }

    TEST_CASE("a Failure that is thrown is caught as what it holds") {
        const Failure lost(error::ConnectionLost("line cut"));
        const auto caught = thrown(lost);
        CHECK(caught.value() == lost.value());
        CHECK(caught.type() == "untwist::error::ConnectionLost");
        CHECK(thrown(caught).check<error::ConnectionLost>());
    }

    TEST_CASE("copies of a Failure share the exception") {
        const Failure one(std::runtime_error("same"));
        const auto two = one;
        CHECK(one.check<std::runtime_error>() ==
              two.check<std::runtime_error>());
        CHECK(one.value() == two.value());
    }
}
