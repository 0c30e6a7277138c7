// Solution: all at once, with co_await.
//
// A coroutine starts at once, up to its first co_await. So the first loop asks
// everybody, and the second awaits what is under way: in the order of the list,
// whoever is ready first. Waiting for the slowest covers all the others.
//
// Each server has a coroutine with a try block of its own. What goes wrong with
// one of them ends that one, as a line, and the loop never sees a failure. That
// matters: one that throws in the second loop would leave the rest unawaited.
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
    std::vector<untwist::Deferred<std::string>> asked;
    for (const auto& server : servers) asked.push_back(lineOf(server, ask));
    Lines lines;
    for (auto& line : asked) lines.push_back(co_await std::move(line));
    co_return lines;
}
