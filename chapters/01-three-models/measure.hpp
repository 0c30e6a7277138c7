// Runs one model in a fresh process and weighs what it cost.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "work.hpp"

// A way of getting all tasks done, with the slow server on `port`.
using Model = std::function<void(std::vector<Task>& tasks, std::uint16_t port)>;

// Everything is measured in that one run, of that process alone.
struct Measured {
    untwist::Duration total{};
    untwist::Duration cpu{};  // user and system, all threads
    int threads = 0;          // that did any of it; the first one included
    long memory = 0;          // KiB on top of what it started with
    long gaveUp = 0;          // context switches: it had to wait
    long pushedOut = 0;       // context switches: others wanted the core
    std::vector<untwist::support::Slice> slices;
};

// Throws std::runtime_error if the model fails or its process dies. Only while
// this process has a single thread.
Measured measure(const Model& model, std::vector<Task> tasks,
                 std::uint16_t port);

// The cores that this program may use: fewer than there are under taskset.
int cores();

// Lets each process open a connection per task. Throws std::runtime_error that
// says what to do if this machine does not.
void allowConnections(int tasks);
