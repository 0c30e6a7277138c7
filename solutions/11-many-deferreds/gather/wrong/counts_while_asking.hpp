// Fails: a server may answer at once
//
// You count up when you ask and down when the answer comes, and fire at zero.
// But an answer may be there already: a callback that is added to a Deferred
// that has fired is called at once. Then the count is one, zero, and you fire
// with the first answer; the second time throws. Know how many there will be
// before you add the first callback.
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
    gathering->missing = 0;
    gathering->answers.resize(servers.size());
    if (servers.empty()) gathering->all.callback(Quotes());
    for (std::size_t i = 0; i < servers.size(); ++i) {
        ++gathering->missing;
        ask(servers[i])
            .addBoth(
                [gathering, i](const untwist::Result<std::string>& result) {
                    if (result) gathering->answers[i] = result.value();
                    gathering->oneLess();
                });
    }
    return gathering->all;
}
