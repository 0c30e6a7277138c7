// Fails: whose answer is there first runs first
//
// You always take the first task of the list that has something left, and sleep
// until its answer is there. Answers of others lie there meanwhile, and nobody
// looks at them. That is what blocking means; an event loop waits for all of
// them at once and takes what comes first.
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

// A task that is not done: its next request, and when that answer is there.
struct Pending {
    const Task* task;
    std::size_t next = 0;
    int ready = 0;
};

inline std::vector<Run> orderOfEvents(const std::vector<Task>& tasks) {
    std::vector<Pending> pending;
    for (const Task& task : tasks) {
        if (task.requests.empty()) continue;
        pending.push_back({&task, 0, task.requests.front().wait});
    }
    std::vector<Run> runs;
    int now = 0;
    while (!pending.empty()) {
        const auto first = pending.begin();
        const Task& task = *first->task;
        const int began = std::max(now, first->ready);
        now = began + task.requests[first->next].work;
        runs.push_back({task.name, first->ready, began, now});
        if (++first->next < task.requests.size()) {
            first->ready = now + task.requests[first->next].wait;
        } else {
            pending.erase(first);
        }
    }
    return runs;
}
