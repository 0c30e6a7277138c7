// Solution: ask one, and if that fails, ask another.
//
// The chain is the answer: no Deferred of our own, nothing to fire, nothing to
// remember. The errback stands below both things that may fail, the question
// and the number. The Deferred that it returns takes the place of the failure.
//
// One failure is no reason to ask elsewhere: that somebody has cancelled.
#pragma once

#include <charconv>
#include <functional>
#include <stdexcept>
#include <string>

#include "untwist/untwist.hpp"

using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& station)>;

inline int toNumber(const std::string& text) {
    int number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) {
        throw std::invalid_argument("no number: " + text);
    }
    return number;
}

inline untwist::Deferred<int> temperature(const Ask& ask) {
    return ask("main").addCallback(toNumber).addErrback(
        [ask](const untwist::Failure& failure) {
            if (failure.check<untwist::error::CancelledError>()) {
                failure.raise();
            }
            return ask("spare").addCallback(toNumber);
        });
}
