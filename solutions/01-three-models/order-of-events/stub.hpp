// Exercise: who runs when, on one loop? You edit this file.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

// A question to a server, and the computing that its answer needs: both in
// milliseconds.
struct Request {
    int wait = 0;
    int work = 0;
};

struct Task {
    std::string name;
    std::vector<Request> requests;  // one after the other
};

// A task had the processor once: its answer came, then it began, then it ended.
struct Run {
    std::string name;
    int ready = 0;
    int began = 0;
    int ended = 0;

    friend bool operator==(const Run&, const Run&) = default;
};

// All runs, in the order in which they happen, when one thread's event loop
// serves all these tasks. At time 0 each has just asked its first question.
inline std::vector<Run> orderOfEvents(const std::vector<Task>& tasks) {
    std::vector<Run> runs;
    // TODO: this is how a blocking program runs them. Make it an event loop.
    int now = 0;
    for (const Task& task : tasks) {
        for (const Request& request : task.requests) {
            const int ready = now + request.wait;
            now = ready + request.work;
            runs.push_back({task.name, ready, ready, now});
        }
    }
    return runs;
}
