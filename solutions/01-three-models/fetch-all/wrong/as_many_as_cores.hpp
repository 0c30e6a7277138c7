// Fails: more questions than cores wait at the same time
//
// You start as many threads as there are cores, and each takes the next
// question when it is done with one. That is right for threads that compute.
// These wait, and a waiting thread needs no core: all the questions can wait at
// the same time, on one core as well.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

using Fetch = std::function<std::string(const std::string& question)>;

inline std::vector<std::string> fetchAll(
    const std::vector<std::string>& questions, const Fetch& fetch) {
    std::vector<std::string> answers(questions.size());
    std::atomic<std::size_t> next = 0;
    const auto takeTurns = [&] {
        for (auto i = next++; i < questions.size(); i = next++) {
            answers[i] = fetch(questions[i]);
        }
    };
    // Four at least, for machines with fewer cores.
    const auto workers = std::max(4U, std::thread::hardware_concurrency());
    std::vector<std::future<void>> pending;
    for (unsigned i = 0; i < workers; ++i) {
        pending.push_back(std::async(std::launch::async, takeTurns));
    }
    for (auto& each : pending) each.get();
    return answers;
}
