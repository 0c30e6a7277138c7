// Fails: nothing is known before a station has answered
//
// You ask, you keep the number when it comes, and you return what you have
// kept. But it has not come: the callback is called when this function has long
// returned, and what you return is the 0 that you began with. There is no way
// to wait inside a function. Return the Deferred: that is how to say "later".
#pragma once

#include <charconv>
#include <functional>
#include <memory>
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
    const auto number = std::make_shared<int>(0);
    const auto keep = [number](const std::string& text) {
        *number = toNumber(text);
    };
    ask("main").addCallback(keep).addErrback(
        [ask, keep](const untwist::Failure& failure) {
            if (failure.check<untwist::error::CancelledError>()) {
                failure.raise();
            }
            return ask("spare").addCallback(keep);
        });
    return untwist::succeed(*number);
}
