// Fails: a fetch that throws is told to the caller
//
// When fetch throws, the exception leaves the function that your std::thread
// runs. Nobody above can catch it, there is nothing above: std::terminate ends
// the whole program. Catch it inside the thread and carry it over
// (std::exception_ptr), or let std::async's future do that.
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
    for (auto& thread : threads) thread.join();
    return answers;
}
