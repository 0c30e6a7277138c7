// Fails: nobody holds the loop between two of its runs
//
// When a task has its turn you let it go through all of its requests, and you
// wait for its answers inside the loop. In between the processor has nothing to
// do, and B, which is ready, is not asked. A callback must return before its
// task waits again.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

struct Request {
    int wait = 0;
    int work = 0;
};

struct Task {
    std::string name;
    std::vector<Request> requests;
};

struct Run {
    std::string name;
    int ready = 0;
    int began = 0;
    int ended = 0;

    friend bool operator==(const Run&, const Run&) = default;
};

// A task, and when its first answer is there.
struct Pending {
    const Task* task;
    int ready = 0;
};

inline std::vector<Run> orderOfEvents(const std::vector<Task>& tasks) {
    std::vector<Pending> pending;
    for (const Task& task : tasks) {
        if (task.requests.empty()) continue;
        pending.push_back({&task, task.requests.front().wait});
    }
    std::ranges::stable_sort(pending, {}, &Pending::ready);
    std::vector<Run> runs;
    int now = 0;
    for (const Pending& each : pending) {
        int ready = each.ready;
        for (std::size_t i = 0; i < each.task->requests.size(); ++i) {
            if (i > 0) ready = now + each.task->requests[i].wait;
            const int began = std::max(now, ready);
            now = began + each.task->requests[i].work;
            runs.push_back({each.task->name, ready, began, now});
        }
    }
    return runs;
}
