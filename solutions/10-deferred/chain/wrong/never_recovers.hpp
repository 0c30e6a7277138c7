// Fails: when the main station fails, the spare one's number is the result
//
// You ask the spare station, and then you return the failure that you were
// given. What an errback returns is what the chain goes on with: the failure
// again. The spare station's answer comes, and nobody waits for it. Return the
// Deferred that the spare station's question gave you.
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
            ask("spare").addCallback(toNumber);
            return failure;
        });
}
