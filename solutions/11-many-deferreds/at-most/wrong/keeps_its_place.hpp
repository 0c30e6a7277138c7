// Fails: who fails makes room as well
//
// You release in a callback, and a failure skips callbacks: who fails keeps
// their place for ever. After `most` failures nobody is asked any more. run()
// releases whatever comes; by hand, that is addBoth.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;
using Results = std::vector<untwist::Result<std::string>>;

inline untwist::Deferred<Results> quotesOf(
    const std::vector<std::string>& servers, int most, const Ask& ask) {
    const auto turns = std::make_shared<untwist::DeferredSemaphore>(most);
    std::vector<untwist::Deferred<std::string>> answers;
    for (const auto& server : servers) {
        answers.push_back(
            turns->acquire()
                .addCallback([ask, server] { return ask(server); })
                .addCallback([turns](std::string quote) {
                    turns->release();
                    return quote;
                }));
    }
    return untwist::DeferredList(std::move(answers), {.consumeErrors = true})
        .addCallback([turns](Results results) { return results; });
}
