// Fails: an error that only sounds like Busy is none
//
// You know a Busy by its message. A message may change, be translated, or be
// used by somebody else, as here. And there is no Busy to ask for its seconds
// then. What an exception is, its type says: check<Busy>().
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
        if (failure.getErrorMessage() != "the server is busy") failure.raise();
        const auto* busy = failure.check<Busy>();
        const int seconds = busy ? busy->seconds() : 0;
        return "come back in " + std::to_string(seconds) + " s";
    });
}
