// Fails: when the main station fails, the spare one's number is the result
//
// try and catch see what is thrown while the lines between them run. Those
// lines only ask; the failure comes later, from the reactor, when your catch is
// no longer there. A failure that comes later goes to an errback.
#pragma once

#include <charconv>
#include <exception>
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
    try {
        return ask("main").addCallback(toNumber);
    } catch (const std::exception&) {
        return ask("spare").addCallback(toNumber);
    }
}
