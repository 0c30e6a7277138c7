// Fails: as many are asked at a time as are allowed
//
// A DeferredLock is a DeferredSemaphore with one place. The limit holds, since
// one is never more than `most`, but the caller wanted `most` to be used. Make
// the semaphore with that number.
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
    static_cast<void>(most);
    const auto turns = std::make_shared<untwist::DeferredLock>();
    std::vector<untwist::Deferred<std::string>> answers;
    for (const auto& server : servers) {
        answers.push_back(turns->run([ask, server] { return ask(server); }));
    }
    return untwist::DeferredList(std::move(answers), {.consumeErrors = true})
        .addCallback([turns](Results results) { return results; });
}
