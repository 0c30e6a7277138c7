// Exercise: ask one, and if that fails, ask another. You edit this file.
#pragma once

#include <charconv>
#include <functional>
#include <stdexcept>
#include <string>

#include "untwist/untwist.hpp"

// Asks a weather station, "main" or "spare". The text comes later.
using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& station)>;

// "21" is 21. Throws std::invalid_argument for anything else.
inline int toNumber(const std::string& text) {
    int number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stop != end) {
        throw std::invalid_argument("no number: " + text);
    }
    return number;
}

// The temperature, from the main station or, if that fails, the spare one.
inline untwist::Deferred<int> temperature(const Ask& ask) {
    // TODO: this asks nobody.
    static_cast<void>(ask);
    return untwist::succeed(0);
}
