// One server at one work: started, loaded, weighed, ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "bench/works.hpp"
#include "meters/counters.hpp"
#include "servers/servers.hpp"

namespace untwist::bench {

// Times that one round took. Nanoseconds.
struct Timing {
    double cpu = 0;  // the server's, for each message
    double perSecond = 0;
    double p50 = 0;
    double p99 = 0;
    double p999 = 0;
    std::uint64_t lost = 0;  // datagrams, or requests that had no answer
};

// All of these throw std::runtime_error if the server cannot do the work.
Timing timeOf(const Server& server, const Work& work, load::nanoseconds window);

// For each message, by name.
using PerMessage = std::map<std::string, double>;
PerMessage systemCallsOf(const Server& server, const Work& work);
PerMessage instructionsOf(const Server& server, const Work& work);
double sumOf(const PerMessage& counts);

double allocationsPerMessage(const Server& server, const Work& work,
                             const std::string& library);

struct PerConnection {
    double bytes = 0;        // resident, after an echo, with nothing to do
    double allocations = 0;  // for a connection and its first echo
};
PerConnection perConnection(const Server& server, const Work& work,
                            const std::string& library);

}  // namespace untwist::bench
