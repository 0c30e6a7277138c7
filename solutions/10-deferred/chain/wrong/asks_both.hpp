// Fails: the spare station is asked only when the main one has failed
//
// Both are asked at once, and the spare one's answer is there in case it is
// needed. That is quick, and sometimes what one wants. Here the spare station
// is to be left alone. Ask it inside the errback: that is called when it is
// needed, and not before.
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
    const auto spare = ask("spare").addCallback(toNumber);
    return ask("main").addCallback(toNumber).addErrback(
        [spare](const untwist::Failure&) { return spare; });
}
