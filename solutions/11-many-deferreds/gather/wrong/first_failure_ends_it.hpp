// Fails: a server that fails is left out
//
// gatherResults is all or nothing: the first failure is the result, at once,
// and what the others bring is dropped. That is right where each part is
// needed. Here one quote less is no reason to have none: DeferredList waits for
// all and brings a Result for each.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;
using Quotes = std::vector<std::string>;

inline untwist::Deferred<Quotes> quotesOf(
    const std::vector<std::string>& servers, const Ask& ask) {
    std::vector<untwist::Deferred<std::string>> answers;
    for (const auto& server : servers) answers.push_back(ask(server));
    return untwist::gatherResults(std::move(answers), true);
}
