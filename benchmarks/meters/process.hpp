// What a running process has used, read from outside. Linux.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>

namespace untwist::meters {

// How long the scheduler has let its threads run, in user space and in the
// kernel, to the nanosecond. Threads that have ended count too.
std::chrono::nanoseconds cpuTime(pid_t process);

// Memory of its own, and of the libraries that it uses.
std::uint64_t residentBytes(pid_t process);

// Memory of its own alone: stacks and heap.
std::uint64_t privateBytes(pid_t process);

int threads(pid_t process);

// Of the threads that live now: how often one had to wait, and how often
// another one was let run instead.
struct Switches {
    std::uint64_t waited = 0;
    std::uint64_t pushedOut = 0;
};
Switches contextSwitches(pid_t process);

// Lets the process run on one CPU alone, with the threads that it starts from
// now on. 0 is ourselves. `cpu` counts those that we may use, from 0.
void pin(pid_t process, int cpu);
void unpin(pid_t process);
int cpus();  // that we may use, pinned or not

}  // namespace untwist::meters
