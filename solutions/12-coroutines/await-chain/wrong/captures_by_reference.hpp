// Fails: the second question is asked when the first is answered
//
// Your inner coroutine captures by reference. It is called, waits for the first
// answer, and you return its Deferred: your own call is over, and name and ask
// with it. When the answer comes, the inner one goes on with what is gone.
// (AddressSanitizer tells you. Without it, it may even look right.) A coroutine
// has what it needs as parameters, by value, and captures nothing.
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
    const auto run = [&]() -> untwist::Deferred<std::string> {
        const auto city = co_await ask("Where is " + name + "?");
        std::string weather;
        try {
            weather = co_await ask("What is the weather in " + city + "?");
        } catch (const NoWeather&) {
            weather = "look out of the window";
        }
        co_return name + " is in " + city + ": " + weather;
    };
    return run();
}
