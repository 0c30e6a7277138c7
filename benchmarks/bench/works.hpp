// The works that servers are compared in.
#pragma once

#include <string>
#include <vector>

#include "load/load.hpp"

namespace untwist::bench {

struct Work {
    std::string name;   // as in --only
    std::string title;  // as in the tables
    std::string service;
    load::Pattern pattern;

    // One connection: server and load are on one CPU. On two, what is measured
    // is how long each takes to wake the other's.
    bool oneCpu() const { return pattern.connections == 1; }

    // Few enough clients for the slow motion in which things are counted.
    bool countable() const { return pattern.connections <= 100; }
};

const std::vector<Work>& allWorks();

}  // namespace untwist::bench
