// Fails: a text that is no number is a failure too
//
// An errback takes the failures of what stands above it, and only those. Yours
// stands above toNumber: when the station says "rain", toNumber throws, and
// there is no errback left below it. The order in which you add is the order in
// which the result passes.
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
    return ask("main")
        .addErrback([ask](const untwist::Failure& failure) {
            if (failure.check<untwist::error::CancelledError>()) {
                failure.raise();
            }
            return ask("spare");
        })
        .addCallback(toNumber);
}
