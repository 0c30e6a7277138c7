// What was measured, as tables and as JSON.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bench/measure.hpp"

namespace untwist::bench {

// A server at one work. What was not asked for, or could not be, is empty.
struct Cell {
    std::vector<Timing> rounds;
    std::vector<double> ratios;  // to bare epoll's CPU time, round by round
    std::optional<PerMessage> systemCalls;
    std::optional<PerMessage> instructions;
    std::optional<double> allocations;
    std::optional<PerConnection> connection;
    std::string failure;
};

struct Report {
    std::string date;
    std::string machine;
    std::string command;
    std::vector<std::string> servers;
    std::vector<std::string> remarks;  // what is left out, and why
    std::map<std::string, std::map<std::string, Cell>> cells;  // work, server

    const Cell* find(const std::string& work, const std::string& server) const;
};

double median(std::vector<double> values);  // not of none
double medianOf(const Cell& cell, double Timing::*figure);

std::string asMarkdown(const Report& report);
std::string asJson(const Report& report);

// A figure with as many digits as it deserves.
std::string shortNumber(double value);

}  // namespace untwist::bench
