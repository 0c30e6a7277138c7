// Fails: when both fail, the failure is the spare one's
//
// The last errback turns every failure into 0, so that nothing can go wrong any
// more. But 0 is a temperature, and a wrong one. What you cannot put right is
// not yours to hide: let it go on, and somebody below will know what to do.
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
        .addCallback(toNumber)
        .addErrback([ask](const untwist::Failure& failure) {
            if (failure.check<untwist::error::CancelledError>()) {
                failure.raise();
            }
            return ask("spare").addCallback(toNumber);
        })
        .addErrback([](const untwist::Failure& failure) {
            if (failure.check<untwist::error::CancelledError>()) {
                failure.raise();
            }
            return 0;
        });
}
