// The models by name, for --models.
#pragma once

#include <string>
#include <vector>

#include "measure.hpp"

struct NamedModel {
    std::string name;   // "threads"
    std::string title;  // "A thread per task, 2 cores"
    Model run;
};

// The models of a list such as "threads,reactor", in that order. The reactor
// writes a trace to `traceFile` unless that is "". Throws std::invalid_argument
// for a name that is none.
std::vector<NamedModel> choose(const std::string& list,
                               const std::string& traceFile);
