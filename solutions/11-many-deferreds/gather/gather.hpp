// Solution: many answers, in order.
//
// Ask first, then wait: the loop only collects Deferreds. DeferredList keeps
// the order, fires at once for nobody, and takes Deferreds that have fired as
// well as others. Leaving out what failed is all that is left to do. As we do
// that deliberately, the failures count as handled: consumeErrors.
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
    return untwist::DeferredList(std::move(answers), {.consumeErrors = true})
        .addCallback(
            [](const std::vector<untwist::Result<std::string>>& results) {
                Quotes quotes;
                for (const auto& result : results) {
                    if (result) quotes.push_back(result.value());
                }
                return quotes;
            });
}
