// Fails: the weather in the right place is the result
//
// Your parameters are references. That is good C++ for a function that is over
// when it returns. A coroutine returns at its first co_await and goes on later:
// the string that the caller wrote in the call is gone by then.
// (AddressSanitizer tells you.) Take a std::string, and the frame has its own.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class NoWeather : public std::runtime_error {
  public:
    NoWeather() : std::runtime_error("no weather today") {}
};

using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& question)>;

inline untwist::Deferred<std::string> weatherOf(const std::string& name,
                                                Ask ask) {
    const auto city = co_await ask("Where is " + name + "?");
    std::string weather;
    try {
        weather = co_await ask("What is the weather in " + city + "?");
    } catch (const NoWeather&) {
        weather = "look out of the window";
    }
    co_return name + " is in " + city + ": " + weather;
}
