// What is measured, and what the rounds make of it.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace untwist::lab {

// The figures of a point: a service, a model, a number of connections.
enum class Figure : std::size_t {
    throughput,
    p50,
    p99,
    p999,
    cpu,
    threads,
    switches,
    memory,
    clients  // what the clients themselves used, of one CPU
};
inline constexpr std::size_t kFigures = 9;

struct FigureInfo {
    const char* key;    // in JSON and CSV
    const char* head;   // of a column
    const char* title;  // of a plot
    const char* unit;
};
const FigureInfo& infoOf(Figure figure);

// One number. `atLeast`: a latency of clients that still had no answer when we
// stopped waiting for one.
struct Value {
    double number = 0;
    bool atLeast = false;
};

// What one round found.
struct Measured {
    std::array<Value, kFigures> values{};
    int served = 0;       // clients that got an answer at all
    std::string trouble;  // why there are no values; else empty
};

// The middle one of the rounds, and the two furthest from it.
struct Spread {
    double median = 0;
    double least = 0;
    double most = 0;
    bool atLeast = false;

    // How far from the median the rounds lie, in percent of it.
    int percent() const;
};

struct Point {
    std::string service;
    std::string model;
    int connections = 0;
    int served = 0;       // in the round that served fewest
    std::string trouble;  // of the first round that had any
    std::array<Spread, kFigures> figures{};

    const Spread& operator[](Figure figure) const {
        return figures[static_cast<std::size_t>(figure)];
    }
};

// Fills in a point's figures. A round in trouble makes it a point in trouble.
void summarize(Point& point, const std::vector<Measured>& rounds);

// How long one request of one client took; or, not answered, has taken so far.
struct Latency {
    std::size_t client = 0;
    double ms = 0;
    bool answered = true;
};

// What `share` (0.99, say) of the waiting stays at or below, where each client
// counts alike: its requests share one vote, however many it got answered.
// Otherwise a server that serves one client well and the others never would
// look splendid.
Value percentile(std::vector<Latency> latencies, double share);

// Three digits that matter, and k or M: 0.031, 10.1, 987, 12.3k. A whole number
// below 1,000 stays one.
std::string brief(double number);

std::string withCommas(int number);  // 10,000

}  // namespace untwist::lab
