// Fails: a failure that is not NoWeather is passed on
//
// You catch everything. The weather station has burnt down, and you say "look
// out of the window". Who cancels gets that answer as well, for CancelledError
// is an exception, too. Catch the class that you have an answer to; let the
// rest go.
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
    } catch (...) {
        weather = "look out of the window";
    }
    co_return name + " is in " + city + ": " + weather;
}
