#include "untwist/log.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "support/log_capture.hpp"

namespace log = untwist::log;
using untwist::Failure;
using untwist::test::LogCapture;

TEST_SUITE("log") {
    TEST_CASE("each message goes to the observer, as it is") {
        LogCapture logged;
        log::msg("first");
        log::msg("second\nin two lines");
        REQUIRE(logged.messages.size() == 2);
        CHECK(logged.messages[1] == "second\nin two lines");
    }

    TEST_CASE("an error is logged with what was being done and what it is") {
        LogCapture logged;
        log::err(Failure(std::runtime_error("no more paper")), "printing");
        REQUIRE(logged.messages.size() == 1);
        CHECK(logged.messages[0] ==
              "Unhandled error in printing: std::runtime_error: no more paper");
    }

    TEST_CASE("setObserver returns the observer before, to put it back") {
        LogCapture outer;
        {
            LogCapture inner;
            log::msg("to the inner one");
        }
        log::msg("to the outer one");
        REQUIRE(outer.messages.size() == 1);
        CHECK(outer.messages[0] == "to the outer one");
    }

    TEST_CASE("an empty observer drops every message") {
        LogCapture outer;
        auto before = log::setObserver({});
        CHECK_NOTHROW(log::msg("nobody reads this"));
        log::setObserver(std::move(before));
        CHECK(outer.messages.empty());
    }
}
