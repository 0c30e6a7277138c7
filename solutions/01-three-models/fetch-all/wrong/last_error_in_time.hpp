// Fails: of two errors, the first question's is told
//
// Every thread that fails writes to the same exception_ptr, so that the one
// that fails last has the word. (And without a mutex, two threads may do so at
// the same moment.) Keep one per question, which needs no mutex, and look at
// them in the questions' order when all threads are done.
#pragma once

#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using Fetch = std::function<std::string(const std::string& question)>;

inline std::vector<std::string> fetchAll(
    const std::vector<std::string>& questions, const Fetch& fetch) {
    std::vector<std::string> answers(questions.size());
    std::mutex mutex;
    std::exception_ptr error;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        threads.emplace_back([&, i] {
            try {
                answers[i] = fetch(questions[i]);
            } catch (...) {
                const std::scoped_lock lock(mutex);
                error = std::current_exception();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    if (error) std::rethrow_exception(error);
    return answers;
}
