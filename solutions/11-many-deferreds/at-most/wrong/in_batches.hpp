// Fails: when one has answered, the next in the list is asked
//
// You ask as many as you may, wait until all of these have answered, and ask
// the next lot. The limit holds. But the slowest of each lot keeps all places
// but its own empty. Fill each place as soon as it is free.
#pragma once

#include <cstddef>
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
    auto all = untwist::succeed(Results());
    const auto size = static_cast<std::size_t>(most);
    for (std::size_t first = 0; first < servers.size(); first += size) {
        std::vector<std::string> batch;
        for (auto i = first; i < servers.size() && i < first + size; ++i) {
            batch.push_back(servers[i]);
        }
        all.addCallback([ask, batch](const Results& before) {
            std::vector<untwist::Deferred<std::string>> answers;
            for (const auto& server : batch) answers.push_back(ask(server));
            return untwist::DeferredList(std::move(answers),
                                         {.consumeErrors = true})
                .addCallback([before](const Results& results) {
                    auto joined = before;
                    joined.insert(joined.end(), results.begin(), results.end());
                    return joined;
                });
        });
    }
    return all;
}
