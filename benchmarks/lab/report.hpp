// What is printed and written: tables, pictures, JSON and CSV.
#pragma once

#include <string>
#include <vector>

#include "figures.hpp"
#include "plan.hpp"
#include "plots.hpp"
#include "support/terminal.hpp"

namespace untwist::lab {

// What was measured, and on what.
struct Report {
    Plan plan;
    std::vector<Point> points;
    std::string machine;  // "2 cores, AMD EPYC, Linux 6.1"
    std::string date;     // "2026-11-21"
};

std::string machineName();
std::string today();

// The points of one service: a table for each load, a line for each model.
// Where the terminal is narrower than a line, a short paragraph instead.
std::string tables(const Report& report, const NamedService& service,
                   const support::TextStyle& style);

// How to read them.
std::string footnotes(const support::TextStyle& style);

Picture pictureOf(const Report& report, const NamedService& service);

// Everything, with the least and the most of the rounds.
std::string jsonOf(const Report& report);
std::string csvOf(const Report& report);

}  // namespace untwist::lab
