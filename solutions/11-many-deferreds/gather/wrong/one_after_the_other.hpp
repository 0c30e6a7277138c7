// Fails: all are asked at once, each of them once
//
// The order is right and nothing is lost. But you ask the second when the first
// has answered: the caller waits for all of them together, not for the slowest
// alone. Ask in a loop first, and wait afterwards.
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
    auto all = untwist::succeed(Quotes());
    for (const auto& server : servers) {
        all.addCallback([ask, server](const Quotes& before) {
            return ask(server).addBoth(
                [before](const untwist::Result<std::string>& result) {
                    auto quotes = before;
                    if (result) quotes.push_back(result.value());
                    return quotes;
                });
        });
    }
    return all;
}
