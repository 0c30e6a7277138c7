// Fails: who cancels wants no other station to be asked
//
// Nearly. Your errback takes every failure, and being cancelled is one: so when
// somebody no longer wants to know, you ask the next station. Look at what the
// failure is. CancelledError is not yours to recover from: raise it again.
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
        [ask](const untwist::Failure&) {
            return ask("spare").addCallback(toNumber);
        });
}
