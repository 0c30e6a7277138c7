// Fails: with nobody to ask, the result is there at once
//
// You fire when the last answer has come. With nobody to ask there is no last
// answer, and so the Deferred never fires: no error, no message, and somebody
// waits for ever. When you count down to zero, look at zero before the first
// step as well.
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
