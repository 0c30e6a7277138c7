// Two ways to ask many questions.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

// Asks somebody. The answer comes later.
using Question = std::function<untwist::Deferred<std::string>()>;
using Answers = std::vector<std::string>;

// #region one-by-one
// Asks the next when the one before has answered.
inline untwist::Deferred<Answers> oneByOne(
    const std::vector<Question>& questions) {
    auto all = untwist::succeed(Answers());
    for (const auto& ask : questions) {
        all.addCallback([ask](const Answers& before) {
            return ask().addCallback([before](const std::string& answer) {
                auto now = before;
                now.push_back(answer);
                return now;
            });
        });
    }
    return all;
}
// #endregion

// #region at-once
// Asks everybody, then waits.
inline untwist::Deferred<Answers> atOnce(
    const std::vector<Question>& questions) {
    std::vector<untwist::Deferred<std::string>> answers;
    for (const auto& ask : questions) answers.push_back(ask());
    return untwist::gatherResults(std::move(answers));
}
// #endregion
