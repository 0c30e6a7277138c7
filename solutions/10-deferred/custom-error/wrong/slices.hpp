// Fails: every other failure stays what it is
//
// throw *error looks like "throw it again". It throws a copy, and the copy is
// of the type that the pointer has: of a std::out_of_range only its
// std::runtime_error is left, or its std::exception, and all that it knew
// beyond that is cut off. Throw the exception itself: failure.raise().
#pragma once

#include <exception>
#include <stdexcept>
#include <string>

#include "untwist/untwist.hpp"

class Busy : public std::runtime_error {
  public:
    explicit Busy(int seconds)
        : std::runtime_error("the server is busy"), seconds_(seconds) {}

    int seconds() const { return seconds_; }

  private:
    int seconds_;
};

inline std::string readAnswer(const std::string& answer) {
    if (answer.starts_with("busy ")) throw Busy(std::stoi(answer.substr(5)));
    return answer;
}

inline untwist::Deferred<std::string> withAdvice(
    const untwist::Deferred<std::string>& answer) {
    return answer.addErrback([](const untwist::Failure& failure) {
        if (const auto* busy = failure.check<Busy>()) {
            return "come back in " + std::to_string(busy->seconds()) + " s";
        }
        const auto* error = failure.check<std::exception>();
        if (!error) failure.raise();
        throw *error;
    });
}
