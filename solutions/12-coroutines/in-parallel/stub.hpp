// Exercise: all at once, with co_await. You edit this file.
#pragma once

#include <exception>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

// Asks a server for its quote, which comes later.
using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;
using Lines = std::vector<std::string>;

// A line for each server, in the order of `servers`: "sage: Measure twice.", or
// "mute: sorry, " and what went wrong.
inline untwist::Deferred<Lines> linesOf(std::vector<std::string> servers,
                                        Ask ask) {
    // TODO: this asks one after the other, and gives up at the first error.
    Lines lines;
    for (const auto& server : servers) {
        const auto quote = co_await ask(server);
        lines.push_back(server + ": " + quote);
    }
    co_return lines;
}
