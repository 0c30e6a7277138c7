// Fails: what is no failure is not touched
//
// You look at the answer in withAdvice as well, and turn "busy 30" into a Busy
// there. That is readAnswer's work. A callback that is added to somebody
// else's Deferred does not know what stands above it; here it is a text that
// happens to begin with "busy".
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
    return answer.addCallback(readAnswer)
        .addErrback([](const untwist::Failure& failure) {
            const auto* busy = failure.check<Busy>();
            if (!busy) failure.raise();
            return "come back in " + std::to_string(busy->seconds()) + " s";
        });
}
