// Fails: no error is left unhandled
//
// The results tell the caller of each failure, and so they are handled. But
// DeferredList only looks at them, unless you say otherwise; they stay where
// they are, and each is reported as unhandled. Say that you take them:
// consumeErrors.
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
        answers.push_back(turns->run([ask, server] { return ask(server); }));
    }
    return untwist::DeferredList(std::move(answers))
        .addCallback([turns](Results results) { return results; });
}
