#include "untwist/error.hpp"

#include <doctest/doctest.h>

#include <string>
#include <type_traits>

namespace error = untwist::error;

template <class Derived, class Base>
constexpr bool isA = std::is_base_of_v<Base, Derived>;

// Which errors are kinds of which: an errback that traps the base traps all.
static_assert(isA<error::ConnectionDone, error::ConnectionClosed>);
static_assert(isA<error::ConnectionLost, error::ConnectionClosed>);
static_assert(isA<error::ConnectionAborted, error::ConnectionLost>);
static_assert(!isA<error::ConnectionDone, error::ConnectionLost>);
static_assert(isA<error::ConnectionRefusedError, error::ConnectError>);
static_assert(isA<error::DNSLookupError, error::ConnectError>);
static_assert(isA<error::ConnectBindError, error::ConnectError>);
static_assert(isA<error::ServiceNameUnknownError, error::ConnectError>);
static_assert(isA<error::UserError, error::ConnectError>);
static_assert(isA<error::TimeoutError, error::UserError>);
static_assert(isA<error::Error, std::runtime_error>);

TEST_SUITE("error") {
    TEST_CASE("an error says what happened, with its detail if it has one") {
        CHECK(error::CannotListenError().what() ==
              std::string("cannot listen"));
        CHECK(error::CannotListenError("port 80 is taken").what() ==
              std::string("cannot listen: port 80 is taken"));
    }

    TEST_CASE("a subclass speaks for itself, not for its base") {
        CHECK(error::ConnectionAborted().what() !=
              std::string(error::ConnectionLost().what()));
        CHECK(error::TimeoutError().what() !=
              std::string(error::UserError().what()));
    }
}
