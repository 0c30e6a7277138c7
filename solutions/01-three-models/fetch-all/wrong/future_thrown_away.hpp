// Fails: three questions wait at the same time
//
// You call std::async and do not keep what it returns. The destructor of a
// future from std::async waits for its thread, and a future that has no name is
// destroyed at the end of the line: you join in the loop without writing so.
// Keep the futures until all threads have been started.
#pragma once

#include <functional>
#include <future>
#include <string>
#include <vector>

using Fetch = std::function<std::string(const std::string& question)>;

inline std::vector<std::string> fetchAll(
    const std::vector<std::string>& questions, const Fetch& fetch) {
    std::vector<std::string> answers(questions.size());
    for (std::size_t i = 0; i < questions.size(); ++i) {
        static_cast<void>(std::async(
            std::launch::async, [&, i] { answers[i] = fetch(questions[i]); }));
    }
    return answers;
}
