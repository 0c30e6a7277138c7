// Exercise: not all at once. You edit this file.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

// Asks a server for its quote, which comes later.
using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;
using Results = std::vector<untwist::Result<std::string>>;

// What each server brought, good or bad, in the order of `servers`; never more
// than `most` of them are being asked.
inline untwist::Deferred<Results> quotesOf(
    const std::vector<std::string>& servers, int most, const Ask& ask) {
    // TODO: this asks all of them at once.
    static_cast<void>(most);
    std::vector<untwist::Deferred<std::string>> answers;
    for (const auto& server : servers) answers.push_back(ask(server));
    return untwist::DeferredList(std::move(answers), {.consumeErrors = true});
}
