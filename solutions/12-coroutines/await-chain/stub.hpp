// Exercise: two questions, one after the other. You edit this file.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

// What a weather station says when it knows nothing.
class NoWeather : public std::runtime_error {
  public:
    NoWeather() : std::runtime_error("no weather today") {}
};

// Asks somebody who knows. The answer comes later.
using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& question)>;

// Where `name` is, and the weather there: "Ann is in Rome: rain".
inline untwist::Deferred<std::string> weatherOf(std::string name, Ask ask) {
    // TODO: this asks one question, and makes up the answer.
    co_await ask("Where is " + name + "?");
    co_return name + " is in Rome: rain";
}
