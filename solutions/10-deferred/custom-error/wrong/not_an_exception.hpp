// Fails: a Busy is a std::runtime_error with a message
//
// C++ throws anything, and check<Busy>() finds it. But who logs errors, or
// catches std::exception, knows nothing of your class: getErrorMessage has no
// message to show. Derive from std::runtime_error.
#pragma once

#include <stdexcept>
#include <string>

#include "untwist/untwist.hpp"

class Busy {
  public:
    explicit Busy(int seconds) : seconds_(seconds) {}

    int seconds() const { return seconds_; }
    const char* what() const { return "the server is busy"; }

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
