// Exercise: an error of your own kind. You edit this file.
#pragma once

#include <stdexcept>
#include <string>

#include "untwist/untwist.hpp"

// The server is asked too much, and says when to come back.
class Busy {
  public:
    // TODO: a std::runtime_error with the message "the server is busy", which
    // remembers the seconds.
    explicit Busy(int /*seconds*/) {}

    int seconds() const { return 0; }
};

// The answer. Throws Busy if it is "busy 30", say.
inline std::string readAnswer(const std::string& answer) {
    // TODO: std::stoi reads a number.
    return answer;
}

// Turns a Busy into the text "come back in 30 s". Everything else stays as it
// is.
inline untwist::Deferred<std::string> withAdvice(
    const untwist::Deferred<std::string>& answer) {
    // TODO
    return answer;
}
