// Fails: an empty quote is a quote
//
// Each failure becomes an empty text, and at the end you leave out the empty
// ones. So a server that says nothing, which is its right, counts as one that
// failed. A value of the type itself is a bad mark for "none": somebody will
// send it. A Result knows which it is.
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
    return untwist::gatherResults(std::move(answers))
        .addCallback([](Quotes quotes) {
            std::erase(quotes, "");
            return quotes;
        });
}
