// Fails: no more are asked at a time than allowed
//
// You ask, and give the answer to run(): what waits for its turn is the answer,
// not the question. All servers are asked at once. run() takes a function, and
// calls it when the turn has come: put the question inside.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

using Ask =
    std::function<untwist::Deferred<std::string>(const std::string& server)>;
using Results = std::vector<untwist::Result<std::string>>;

inline untwist::Deferred<Results> quotesOf(
    const std::vector<std::string>& servers, int most, const Ask& ask) {
    const auto turns = std::make_shared<untwist::DeferredSemaphore>(most);
    std::vector<untwist::Deferred<std::string>> answers;
    for (const auto& server : servers) {
        const auto answer = ask(server);
        answers.push_back(turns->run([answer] { return answer; }));
    }
    return untwist::DeferredList(std::move(answers), {.consumeErrors = true})
        .addCallback([turns](Results results) { return results; });
}
