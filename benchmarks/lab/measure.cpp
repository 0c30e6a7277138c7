#include "measure.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <exception>
#include <memory>
#include <thread>
#include <utility>

#include <unistd.h>

#include "load/load.hpp"
#include "meters/process.hpp"
#include "support/options.hpp"
#include "support/program.hpp"

namespace untwist::lab {

using namespace std::chrono_literals;
using support::Program;
using Seconds = std::chrono::duration<double>;

namespace {

// Until every client has had an answer, and every thread its stack.
constexpr double kWarmUp = 0.25;  // of the time that is measured
constexpr Seconds kShortestWarmUp = 100ms;

// What both ends need beside one for each connection.
constexpr int kMoreDescriptors = 64;

// Until a server that listens has started all its threads.
constexpr auto kSettling = 20ms;

load::nanoseconds nanoseconds(Seconds time) {
    return std::chrono::duration_cast<load::nanoseconds>(time);
}

std::vector<std::string> serverCommand(const std::string& program,
                                       const Model& model,
                                       const NamedService& service) {
    // A service costs what it is named for, so both may be told.
    return {program,
            "--serve",
            model.name,
            "--service",
            service.name,
            "--wait",
            support::toString(service.service.wait),
            "--cpu",
            support::toString(service.service.cpu)};
}

// What a server has used so far.
struct Reading {
    explicit Reading(pid_t server)
        : switches(switchesOf(meters::contextSwitches(server))),
          cpu(meters::cpuTime(server)) {}

    static double switchesOf(const meters::Switches& all) {
        return static_cast<double>(all.waited + all.pushedOut);
    }

    double switches;
    Seconds cpu;
};

Value perRequest(double used, const load::Result& result) {
    return {used / static_cast<double>(result.answered)};
}

void take(Measured& measured, Figure figure, Value value) {
    measured.values[static_cast<std::size_t>(figure)] = value;
}

void takeLatencies(Measured& measured, const load::Result& result) {
    std::vector<Latency> latencies;
    for (const load::Go& go : result.goes) {
        const std::chrono::duration<double, std::milli> took = go.took;
        latencies.push_back({go.client, took.count(), go.answered});
    }
    take(measured, Figure::p50, percentile(latencies, 0.5));
    take(measured, Figure::p99, percentile(latencies, 0.99));
    take(measured, Figure::p999, percentile(latencies, 0.999));
}

// One server under load: what is measured, and what goes wrong.
class Run {
  public:
    Run(Program& server, int connections)
        : server_(server), connections_(connections), port_(server.readPort()) {
        std::this_thread::sleep_for(kSettling);
        empty_ = meters::privateBytes(server.pid());
        clients_ = load::makeLoad(
            {.connections = connections, .lines = true, .ongoing = true},
            port_);
    }

    Measured measure(Seconds time) {
        const auto connected = clients_->connect();
        note(connected.failed,
             "only " + withCommas(connected.open) + " could connect");
        load(std::max(kWarmUp * time, kShortestWarmUp));
        const Reading before(server_.pid());
        const Seconds began = ours();
        const load::Result result = load(time);
        const double busy = (ours() - began) / result.seconds;
        const Reading after(server_.pid());
        if (result.answered == 0) note(1, "no answer");

        Measured measured{.served = result.served, .trouble = trouble_};
        take(measured, Figure::throughput, {result.perSecond()});
        takeLatencies(measured, result);
        take(measured, Figure::cpu,
             perRequest(1000 * (after.cpu - before.cpu).count(), result));
        take(measured, Figure::switches,
             perRequest(after.switches - before.switches, result));
        take(measured, Figure::clients, {100 * busy});
        take(measured, Figure::threads,
             {static_cast<double>(meters::threads(server_.pid()))});
        take(measured, Figure::memory, {memory()});
        return measured;
    }

  private:
    load::Result load(Seconds time) {
        auto result = clients_->run({.time = nanoseconds(time)});
        note(static_cast<int>(result.failures), result.error);
        return result;
    }

    // The clients' time.
    static Seconds ours() { return meters::cpuTime(::getpid()); }

    void note(int failures, const std::string& error) {
        if (failures > 0 && trouble_.empty()) trouble_ = error;
    }

    double memory() const {  // KiB for each connection
        const auto full =
            static_cast<double>(meters::privateBytes(server_.pid()));
        return (full - static_cast<double>(empty_)) / 1024 / connections_;
    }

    Program& server_;
    int connections_;
    std::uint16_t port_;
    std::uint64_t empty_ = 0;
    std::unique_ptr<load::Load> clients_;
    std::string trouble_;
};

// The words that the server had for it; none if it said nothing.
std::string reasonOf(Program& server) {
    server.signal(SIGKILL);
    server.wait();
    const std::string& errors = server.errors();
    for (const char* known :
         {"out of descriptors", "out of threads", "out of memory"}) {
        if (errors.find(known) != std::string::npos) return known;
    }
    return errors.substr(0, errors.find('\n'));
}

}  // namespace

Measured measure(const std::string& program, const Model& model,
                 const NamedService& service, int connections, double seconds,
                 std::optional<rlim_t> descriptors) {
    Program server(serverCommand(program, model, service), {}, descriptors);
    Measured measured;
    try {
        measured = Run(server, connections).measure(Seconds(seconds));
    } catch (const std::exception& error) {
        measured.trouble = error.what();  // the server has ended, mostly
    }
    if (measured.trouble.empty()) return measured;
    if (const auto reason = reasonOf(server); !reason.empty()) {
        measured.trouble = reason;
    }
    measured.trouble += ": " + withCommas(measured.served) + " of " +
                        withCommas(connections) + " served";
    return measured;
}

int allowConnections(int wanted) {
    if (load::allowDescriptors(wanted + kMoreDescriptors)) return wanted;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const auto most = static_cast<int>(limit.rlim_max);
    load::allowDescriptors(most);
    return most - kMoreDescriptors;
}

std::vector<Point> measureAll(const std::string& program, const Plan& plan,
                              const Progress& progress) {
    struct Task {
        Point point;
        const Model& model;
        const NamedService& service;
        std::vector<Measured> rounds;
    };
    const int allowed = allowConnections(plan.connections.back());
    std::vector<Task> tasks;
    for (const NamedService& service : plan.services) {
        for (const int connections : plan.connections) {
            for (const Model& model : plan.models) {
                Point point;
                point.service = service.name;
                point.model = model.name;
                point.connections = connections;
                tasks.push_back({std::move(point), model, service, {}});
            }
        }
    }
    for (int round = 1; round <= plan.rounds; ++round) {
        for (Task& task : tasks) {
            progress(round, task.point);
            if (!task.rounds.empty() && !task.rounds.back().trouble.empty()) {
                continue;
            }
            if (task.point.connections > allowed) {
                task.rounds.push_back({.trouble = "out of descriptors"});
                continue;
            }
            task.rounds.push_back(measure(
                program, task.model, task.service, task.point.connections,
                plan.secondsFor(task.point.connections)));
        }
    }
    std::vector<Point> points;
    for (Task& task : tasks) {
        summarize(task.point, task.rounds);
        points.push_back(task.point);
    }
    return points;
}

}  // namespace untwist::lab
