// What every model serves: a line comes, the same line goes back.
#pragma once

#include "untwist/duration.hpp"

namespace untwist::lab {

// What an answer costs before it goes back. Echo: neither.
struct Service {
    Duration cpu{};   // of computing
    Duration wait{};  // for somebody else: a database, a disk, a person

    // Uses that much processor time of the thread that calls.
    void compute() const;
};

}  // namespace untwist::lab
