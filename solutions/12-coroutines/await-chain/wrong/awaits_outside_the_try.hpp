// Fails: without weather there is other advice
//
// You ask inside the try block, and await outside of it. Asking throws nothing:
// it returns a Deferred, and what goes wrong later is thrown where you await
// that. The co_await has to stand inside the try.
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
    untwist::Deferred<std::string> weather;
    try {
        weather = ask("What is the weather in " + city + "?");
    } catch (const NoWeather&) {
        weather = untwist::succeed(std::string("look out of the window"));
    }
    co_return name + " is in " + city + ": " + co_await std::move(weather);
}
