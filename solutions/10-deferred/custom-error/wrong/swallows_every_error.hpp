// Fails: every other failure stays what it is
//
// An errback that returns says: all is well again. For a Busy it is. For an
// error that you know nothing of you have returned an empty text, and nobody
// will ever learn that something went wrong. Raise it again.
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
        if (const auto* busy = failure.check<Busy>()) {
            return "come back in " + std::to_string(busy->seconds()) + " s";
        }
        return std::string();
    });
}
