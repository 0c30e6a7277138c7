// Fails: who fails has a line as well
//
// You write the coroutine as a lambda in the loop, and call it there. Its
// captures are not in its frame. They are in the lambda, which is gone at the
// end of each turn; when the answer comes, server is, too. What lies in that
// place now is what the last turn left there: bob's failure is told in the name
// of cyd. (AddressSanitizer does not see it: the place is in the frame of
// linesOf, which is still alive.) Make it a function, with parameters.
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
    for (const auto& server : servers) {
        const auto lineOf = [server, ask]() -> untwist::Deferred<std::string> {
            try {
                co_return server + ": " + co_await ask(server);
            } catch (const std::exception& error) {
                co_return server + ": sorry, " + error.what();
            }
        };
        asked.push_back(lineOf());
    }
    Lines lines;
    for (auto& line : asked) lines.push_back(co_await std::move(line));
    co_return lines;
}
