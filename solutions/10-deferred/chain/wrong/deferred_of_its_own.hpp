// Fails: cancelling stops the question that is under way
//
// All results come, each once. But the Deferred that you return is one of your
// own, and knows nothing of the questions: who cancels it cancels it alone. The
// question goes on, and its answer comes to nobody. The Deferreds in a chain
// know each other. Return what addErrback gave you.
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
    const auto fire = [result](int number) { result.callback(number); };
    const auto fail = [result](const untwist::Failure& failure) {
        result.errback(failure);
    };
    ask("main").addCallback(toNumber).addCallbacks(
        fire, [ask, fire, fail](const untwist::Failure&) {
            ask("spare").addCallback(toNumber).addCallbacks(fire, fail);
        });
    return result;
}
