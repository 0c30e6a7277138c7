// Fails: no error is left unhandled, and nothing is fired twice
//
// You have a Deferred of your own and fire it in each place where something is
// known. One way leads through two of them: when the main station has failed,
// the spare one's number is fired inside, and then the callback below is called
// with what your errback returned, and fires again. The second time throws
// AlreadyCalledError. You need no Deferred of your own: the chain already ends
// in one place.
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
    const untwist::Deferred<int> result;
    ask("main")
        .addCallback(toNumber)
        .addErrback([ask, result](const untwist::Failure&) {
            return ask("spare").addCallback([result](const std::string& text) {
                result.callback(toNumber(text));
                return toNumber(text);
            });
        })
        .addCallback([result](int number) { result.callback(number); });
    return result;
}
