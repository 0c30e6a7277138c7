// Fails: when one has answered, the next in the list is asked
//
// The semaphore is a local variable. This function returns at once, and the
// semaphore goes; those who wait in its line are forgotten with it, and whoever
// is done makes room in an object that is gone. AddressSanitizer stops it
// there. What others will use later must live as long: a std::shared_ptr, and
// somebody who keeps it until the end.
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
    untwist::DeferredSemaphore turns(most);
    std::vector<untwist::Deferred<std::string>> answers;
    for (const auto& server : servers) {
        answers.push_back(turns.run([ask, server] { return ask(server); }));
    }
    return untwist::DeferredList(std::move(answers), {.consumeErrors = true});
}
