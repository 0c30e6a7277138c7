// Fails: a server that fails is left out
//
// For a server that fails you put in an empty text, so that the others keep
// their places. An empty text is a quote as well, and the caller cannot tell
// the two apart. Keep the failures apart from the texts until you have all of
// them; then leave them out.
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
    for (const auto& server : servers) {
        answers.push_back(ask(server).addErrback(
            [](const untwist::Failure&) { return std::string(); }));
    }
    return untwist::gatherResults(std::move(answers));
}
