// Fails: a failure is handled when its server is left out
//
// The result is right. But DeferredList only looks at the failures, unless you
// say otherwise; they stay where they are, and each is reported as unhandled:
// the log fills with errors that nobody has to care about. You have dealt with
// them, so say so: consumeErrors.
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
    return untwist::DeferredList(std::move(answers))
        .addCallback(
            [](const std::vector<untwist::Result<std::string>>& results) {
                Quotes quotes;
                for (const auto& result : results) {
                    if (result) quotes.push_back(result.value());
                }
                return quotes;
            });
}
