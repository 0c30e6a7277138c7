// Fails: who cancels hangs up on all that have not answered
//
// Counted by hand, and counted well. But the Deferred that you return knows
// nothing of the questions: who cancels it cancels it alone, the connections
// stay, and the answers come to a Deferred that has been fired. A Deferred of
// your own needs a canceller; DeferredList has one.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;
using Quotes = std::vector<std::string>;

struct Gathering {
    untwist::Deferred<Quotes> all;
    std::vector<std::optional<std::string>> answers;
    std::size_t missing;

    void oneLess() {
        if (--missing > 0) return;
        Quotes quotes;
        for (const auto& answer : answers) {
            if (answer) quotes.push_back(*answer);
        }
        all.callback(quotes);
    }
};

inline untwist::Deferred<Quotes> quotesOf(
    const std::vector<std::string>& servers, const Ask& ask) {
    const auto gathering = std::make_shared<Gathering>();
    gathering->missing = servers.size();
    gathering->answers.resize(servers.size());
    if (servers.empty()) gathering->all.callback(Quotes());
    for (std::size_t i = 0; i < servers.size(); ++i) {
        ask(servers[i])
            .addBoth(
                [gathering, i](const untwist::Result<std::string>& result) {
                    if (result) gathering->answers[i] = result.value();
                    gathering->oneLess();
                });
    }
    return gathering->all;
}
