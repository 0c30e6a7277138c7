// Solution: two questions, one after the other.
//
// The second question needs the first answer, so there is nothing to do at the
// same time. The try block holds the co_await: there the failure is thrown. It
// catches the one class that it has an answer to. Everything else, also
// CancelledError, goes up to whoever waits for this.
//
// The parameters are values. They lie in the coroutine's frame, and live as
// long as it does.
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

inline untwist::Deferred<std::string> weatherOf(std::string name, Ask ask) {
    const auto city = co_await ask("Where is " + name + "?");
    std::string weather;
    try {
        weather = co_await ask("What is the weather in " + city + "?");
    } catch (const NoWeather&) {
        weather = "look out of the window";
    }
    co_return name + " is in " + city + ": " + weather;
}
