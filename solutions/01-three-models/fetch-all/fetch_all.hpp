// Solution: ask for many things at once, a thread for each.
//
// Two loops: the first starts every thread, the second waits. std::async with
// std::launch::async is a thread and a future, and the future does three things
// that would have to be done by hand with std::thread: it carries the answer,
// it carries an exception, and its destructor waits for the thread. So when
// get() throws, the futures that nobody has asked yet still wait for theirs.
#pragma once

#include <functional>
#include <future>
#include <string>
#include <vector>

using Fetch = std::function<std::string(const std::string& question)>;

inline std::vector<std::string> fetchAll(
    const std::vector<std::string>& questions, const Fetch& fetch) {
    std::vector<std::future<std::string>> pending;
    for (const auto& question : questions) {
        pending.push_back(
            std::async(std::launch::async, std::cref(fetch), question));
    }
    std::vector<std::string> answers;
    for (auto& each : pending) answers.push_back(each.get());
    return answers;
}
