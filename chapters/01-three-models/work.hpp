// The work that every model is given: tasks that ask, wait and compute.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/timeline.hpp"

// What to do, from the command line. Each wait and each computation is a
// little longer or shorter than asked, by numbers that `seed` determines.
struct Plan {
    int tasks = 4;
    int requests = 3;
    untwist::Duration wait = std::chrono::milliseconds(60);
    untwist::Duration cpu = std::chrono::milliseconds(12);
    int seed = 1;
};

// One question to the slow server, and the computing that its answer needs.
struct Request {
    untwist::Duration wait;
    untwist::Duration cpu;
};

// One task: its requests, in order, and a diary of what it did when. A model
// sends nextRequest() to the server and hands the answer to work(), until the
// task is done; how it waits in between is what makes it a model.
class Task {
  public:
    Task(std::size_t number, std::vector<Request> requests);

    bool done() const { return next_ == requests_.size(); }

    // The line to send now: "wait 53127us\n".
    std::string nextRequest();

    // Computes, on the thread that calls, for as long as the request asks in
    // processor time. `answer` is the server's line: "received R sent S\n", in
    // nanoseconds on now()'s clock.
    void work(std::string_view answer);

    // Called on the thread that did the work, after each piece of it.
    std::function<void(const Task&)> onWorked;

    const std::vector<Request>& requests() const { return requests_; }
    const std::vector<untwist::support::Slice>& slices() const {
        return slices_;
    }

  private:
    void note(untwist::support::Doing doing, untwist::Duration began,
              untwist::Duration ended);
    void compute(untwist::Duration cpu);

    std::size_t number_;
    std::vector<Request> requests_;
    std::size_t next_ = 0;
    untwist::Duration asked_{};
    std::vector<untwist::support::Slice> slices_;
};

// The same tasks for the same plan, on every machine.
std::vector<Task> makeTasks(const Plan& plan);

// The time, on a clock that all processes of this machine share.
untwist::Duration now();
