// Fails: the quotes are in the order of the list, not in that of arrival
//
// You put each quote at the end of the list when it comes. So the order is that
// of arrival, and it is another one each time: the caller cannot tell which
// quote is whose. Give each answer its place when you ask. The callback knows
// its number if the lambda captures it.
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
using Quotes = std::vector<std::string>;

struct Gathering {
    untwist::Deferred<Quotes> all;
    Quotes quotes;
    std::size_t missing;
};

inline untwist::Deferred<Quotes> quotesOf(
    const std::vector<std::string>& servers, const Ask& ask) {
    const auto gathering = std::make_shared<Gathering>();
    gathering->missing = servers.size();
    const auto fireIfAll = [gathering] {
        if (gathering->missing > 0) return;
        gathering->all.callback(gathering->quotes);
    };
    fireIfAll();
    for (const auto& server : servers) {
        ask(server).addBoth(
            [gathering, fireIfAll](const untwist::Result<std::string>& result) {
                if (result) gathering->quotes.push_back(result.value());
                --gathering->missing;
                fireIfAll();
            });
    }
    return gathering->all;
}
