// Fails: who fails has a line as well
//
// You ask everybody at once, and await them one by one: right. But the first
// failure is thrown out of your loop, and the other quotes come to nobody. (A
// second failure would be logged as unhandled.) Put a try block around each
// server's own co_await.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;
using Lines = std::vector<std::string>;

inline untwist::Deferred<Lines> linesOf(std::vector<std::string> servers,
                                        Ask ask) {
    std::vector<untwist::Deferred<std::string>> asked;
    for (const auto& server : servers) asked.push_back(ask(server));
    Lines lines;
    for (auto& quote : asked) {
        lines.push_back(servers[lines.size()] + ": " +
                        co_await std::move(quote));
    }
    co_return lines;
}
