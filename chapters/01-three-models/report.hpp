// What main prints: a table, and everything as JSON.
#pragma once

#include <string>
#include <vector>

#include "measure.hpp"
#include "support/terminal.hpp"
#include "support/timeline.hpp"
#include "work.hpp"

// A model that has been run.
struct Result {
    std::string name;   // "threads"
    std::string title;  // "A thread per task, 2 cores"
    Measured measured;
};

// What is about to be done and the table's first line, then a line per model;
// a short paragraph per model where the terminal is too narrow for a table.
std::string tableHeader(const Plan& plan,
                        const untwist::support::TextStyle& style);
std::string tableRow(const Result& result,
                     const untwist::support::TextStyle& style);

// All results in one picture, or in one JSON document.
untwist::support::Timeline timelineOf(const Plan& plan,
                                      const std::vector<Result>& results);
std::string jsonOf(const Plan& plan, const std::vector<Result>& results);
