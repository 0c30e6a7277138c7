// Fails: a text that is no number is a failure too
//
// addCallbacks adds a callback and an errback side by side: the result goes to
// one of the two, and on from there. What the callback throws, its own errback
// does not see. Here they have to stand one below the other: addCallback, then
// addErrback.
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
    return ask("main").addCallbacks(
        [](const std::string& text) {
            return untwist::succeed(toNumber(text));
        },
        [ask](const untwist::Failure& failure) {
            if (failure.check<untwist::error::CancelledError>()) {
                failure.raise();
            }
            return ask("spare").addCallback(toNumber);
        });
}
