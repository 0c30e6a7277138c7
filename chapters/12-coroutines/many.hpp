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
inline untwist::Deferred<Answers> oneByOne(std::vector<Question> questions) {
    Answers answers;
    for (const auto& ask : questions) {
        answers.push_back(co_await ask());
    }
    co_return answers;
}
// #endregion

// #region at-once
// Asks everybody, then waits.
inline untwist::Deferred<Answers> atOnce(std::vector<Question> questions) {
    std::vector<untwist::Deferred<std::string>> answers;
    for (const auto& ask : questions) answers.push_back(ask());
    co_return co_await untwist::gatherResults(std::move(answers));
}
// #endregion
