// Fails: three questions wait at the same time
//
// You start a thread and wait for it in the same turn of the loop. The second
// question is asked when the first has its answer: these are threads that take
// turns, and it takes as long as without them. Start all of them first; wait
// for them in a second loop.
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

using Fetch = std::function<std::string(const std::string& question)>;

inline std::vector<std::string> fetchAll(
    const std::vector<std::string>& questions, const Fetch& fetch) {
    std::vector<std::string> answers(questions.size());
    for (std::size_t i = 0; i < questions.size(); ++i) {
        std::thread thread([&, i] { answers[i] = fetch(questions[i]); });
        thread.join();
    }
    return answers;
}
