// Solution: an error of your own kind.
//
// The type says what has happened, and carries what one needs to know to do
// something about it. check<Busy>() also finds what derives from Busy. What it
// does not find is raised again, which throws the exception itself, so that the
// next errback sees what this one saw.
#pragma once

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
        const auto* busy = failure.check<Busy>();
        if (!busy) failure.raise();
        return "come back in " + std::to_string(busy->seconds()) + " s";
    });
}
