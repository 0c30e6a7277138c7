// Solution: not all at once.
//
// Each server has its Deferred from the start; run() makes it "wait for your
// turn, ask, make room". So the list is what it would be without a limit, and
// the order takes care of itself.
//
// The semaphore has to outlive this call. The last callback owns it: it is kept
// until it has been called, and that is when nobody waits any more. (A question
// that never ends would keep it for ever: one more reason for a time-out.)
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
    return untwist::DeferredList(std::move(answers), {.consumeErrors = true})
        .addCallback([turns](Results results) { return results; });
}
