// Fails: the lines are in the order of the list
//
// Each of your coroutines adds its line when it is there. All are asked at
// once, and nothing is lost, but the quickest is first. Let each bring its own
// line as a result, and await the results in the order of the list.
#pragma once

#include <exception>
#include <functional>
#include <memory>
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

inline untwist::Deferred<void> addLine(std::string server, Ask ask,
                                       std::shared_ptr<Lines> lines) {
    lines->push_back(co_await lineOf(server, ask));
}

inline untwist::Deferred<Lines> linesOf(std::vector<std::string> servers,
                                        Ask ask) {
    const auto lines = std::make_shared<Lines>();
    std::vector<untwist::Deferred<void>> asked;
    for (const auto& server : servers) {
        asked.push_back(addLine(server, ask, lines));
    }
    for (auto& each : asked) co_await std::move(each);
    co_return *lines;
}
