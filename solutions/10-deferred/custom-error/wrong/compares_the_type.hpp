// Fails: what derives from Busy gets the same advice
//
// type() is the exact type, as text. Somebody derives a class from Busy, to say
// why, and your advice is lost to them. check<Busy>() matches as catch does:
// the type, and all that derives from it.
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
        if (failure.type() != "Busy") failure.raise();
        const auto* busy = failure.check<Busy>();
        return "come back in " + std::to_string(busy->seconds()) + " s";
    });
}
