// Measures: starts each model's server, loads it, and reads what it used.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/resource.h>

#include "figures.hpp"
#include "plan.hpp"

namespace untwist::lab {

// One round of one point. The server is a process of its own: this `program`,
// started with --serve. The clients are this process. Whatever goes wrong is
// told in Measured::trouble. `descriptors`: the server may have no more.
Measured measure(const std::string& program, const Model& model,
                 const NamedService& service, int connections, double seconds,
                 std::optional<rlim_t> descriptors = {});

// Lets each end of so many connections have its descriptors. How many the
// system allows, if these are too many.
int allowConnections(int wanted);

// Called before each measurement.
using Progress = std::function<void(int round, const Point& next)>;

// All of the plan, round by round; in a round the models take turns, so that
// whatever else this machine does hits all of them alike. A point in trouble is
// not tried again; one with more connections than allowConnections allows, not
// at all.
std::vector<Point> measureAll(const std::string& program, const Plan& plan,
                              const Progress& progress);

}  // namespace untwist::lab
