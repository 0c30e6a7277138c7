// Fails: one question gets its answer
//
// You start the threads and return. Nobody waits for them: the answers are not
// there yet, and a std::thread that is destroyed while it runs ends the whole
// program. (detach() would only hide that: the threads would then write into
// answers that are gone.)
#pragma once

#include <functional>
#include <string>
#include <thread>
#include <vector>

using Fetch = std::function<std::string(const std::string& question)>;

inline std::vector<std::string> fetchAll(
    const std::vector<std::string>& questions, const Fetch& fetch) {
    std::vector<std::string> answers(questions.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        threads.emplace_back([&, i] { answers[i] = fetch(questions[i]); });
    }
    return answers;
}
