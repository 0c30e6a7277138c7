// What to measure, from the command line.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models.hpp"
#include "service.hpp"

namespace untwist::lab {

struct NamedService {
    std::string name;   // "wait"
    std::string title;  // "each request waits 10ms for somebody else"
    Service service;
};

struct Plan {
    std::vector<Model> models;
    std::vector<NamedService> services;
    std::vector<int> connections;
    double seconds = 0.4;  // for each point, in each round
    int rounds = 3;

    // The same, with so many connections: long enough that each of them has
    // its turn a few times.
    double secondsFor(int connections) const;

    std::size_t points() const {
        return models.size() * services.size() * connections.size();
    }
    // About how long all of it takes.
    std::chrono::seconds length() const;
};

struct CommandLine {
    Plan plan;
    bool json = false;
    std::string svg;
    std::string csv;
    std::string serve;  // a model's name: serve it, and measure nothing
    std::uint16_t port = 0;
};

// Fills in `line`, or prints help or what is wrong: then, the exit code.
std::optional<int> parse(int argc, char** argv, CommandLine& line);

}  // namespace untwist::lab
