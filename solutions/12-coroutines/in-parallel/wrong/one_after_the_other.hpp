// Fails: three servers take as long as the slowest of them
//
// You await each server in the loop that asks: the next is asked when the one
// before has answered. It reads well, and takes the sum of all times. co_await
// is where you stop. Start everything first, and then stop.
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

inline untwist::Deferred<std::string> lineOf(std::string server, Ask ask) {
    try {
        co_return server + ": " + co_await ask(server);
    } catch (const std::exception& error) {
        co_return server + ": sorry, " + error.what();
    }
}

inline untwist::Deferred<Lines> linesOf(std::vector<std::string> servers,
                                        Ask ask) {
    Lines lines;
    for (const auto& server : servers) {
        lines.push_back(co_await lineOf(server, ask));
    }
    co_return lines;
}
