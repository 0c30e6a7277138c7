// Fails: a first question without an answer is a failure
//
// Your try block is around both questions. When the one who should know where
// Ann is has no answer, you have no city, and yet you give advice about the
// weather there. Put into a try block only what its catch is the answer to.
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
    std::string city;
    std::string weather;
    try {
        city = co_await ask("Where is " + name + "?");
        weather = co_await ask("What is the weather in " + city + "?");
    } catch (const NoWeather&) {
        weather = "look out of the window";
    }
    co_return name + " is in " + city + ": " + weather;
}
