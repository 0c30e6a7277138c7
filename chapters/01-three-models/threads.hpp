// Model 2: the same calls that wait, but a thread for each task.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <vector>

#include "blocking.hpp"

// #region run
inline void runThreads(std::vector<Task>& tasks, std::uint16_t port) {
    std::vector<std::future<void>> threads;
    threads.reserve(tasks.size());
    for (Task& task : tasks) {  // start all of them ...
        threads.push_back(
            std::async(std::launch::async, doTask, std::ref(task), port));
    }
    for (auto& thread : threads) thread.get();  // ... then wait for each
}
// #endregion
