// The processes that a case has started, and theirs: Linux tells. Elsewhere
// nobody does; what stays in the case's process group is ended all the same.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <vector>

namespace untwist::check {

std::vector<pid_t> childrenOf(pid_t process);

// A process and all below it.
struct Usage {
    std::size_t processes = 0;
    std::size_t bytes = 0;  // memory of their own, in use
};
Usage usageOf(pid_t process);

// From now on a process below us that loses its parent becomes our child.
void adoptOrphans();

// Kills our children, and what becomes our child by that; not those in
// `spared`.
void killChildren(const std::vector<pid_t>& spared = {});

}  // namespace untwist::check
