// Model 1: one thread, calls that wait, one task after the other.
#pragma once

#include <cstdint>
#include <vector>

#include "connection.hpp"
#include "work.hpp"

// #region task
inline void doTask(Task& task, std::uint16_t port) {
    Connection server(port);
    while (!task.done()) {
        server.send(task.nextRequest());
        task.work(server.receiveLine());  // the thread sleeps here
    }
}
// #endregion

// #region run
inline void runBlocking(std::vector<Task>& tasks, std::uint16_t port) {
    for (Task& task : tasks) doTask(task, port);
}
// #endregion
