#include "bench/measure.hpp"

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "meters/process.hpp"
#include "support/program.hpp"

namespace untwist::bench {

using load::Load;
using load::Window;
using support::Program;

namespace {

// Many clients take longer to have a few turns each.
constexpr auto kWindowPerClient = std::chrono::microseconds(100);
constexpr auto kWarmUp = std::chrono::milliseconds(50);
constexpr auto kCounting = std::chrono::seconds(2);  // at most
constexpr int kSpareDescriptors = 100;

std::vector<std::string> commandOf(const Server& server, const Work& work) {
    auto argv = server.argv;
    argv.push_back(work.service);
    return argv;
}

void mustWork(bool does, const std::string& what) {
    if (!does) throw std::runtime_error(what);
}

std::unique_ptr<Load> connected(const Work& work, std::uint16_t port) {
    mustWork(
        load::allowDescriptors(work.pattern.connections + kSpareDescriptors),
        "more descriptors than the limit allows: ulimit -n");
    auto made = load::makeLoad(work.pattern, port);
    const auto result = made->connect();
    mustWork(result.failed == 0, std::to_string(result.failed) +
                                     " connections failed: " + result.error);
    return made;
}

load::Result runAll(Load& clients, Window window) {
    auto result = clients.run(window);
    mustWork(result.failures == 0 && result.messages() > 0,
             result.failures == 0 ? "no answers" : result.error);
    return result;
}

std::uint64_t allOnce(const Work& work) {
    return static_cast<std::uint64_t>(work.pattern.connections) *
           static_cast<std::uint64_t>(work.pattern.depth);
}

// Enough messages for a steady figure, few enough for a server that is traced.
Window countingWindow(const Work& work) {
    return {kCounting, std::max<std::uint64_t>(2000, 50 * allOnce(work))};
}

void warmUp(Load& clients, const Work& work) {
    runAll(clients, {kCounting, 10 * allOnce(work)});
}

PerMessage divided(const meters::Counts& counts, std::uint64_t messages) {
    PerMessage result;
    for (const auto& [name, count] : counts) {
        result[name] =
            static_cast<double>(count) / static_cast<double>(messages);
    }
    return result;
}

}  // namespace

Timing timeOf(const Server& server, const Work& work,
              load::nanoseconds window) {
    Program program(commandOf(server, work));
    meters::pin(program.pid(), 0);
    meters::pin(0, work.oneCpu() ? 0 : 1);
    const auto clients = connected(work, program.readPort());
    const auto least = work.pattern.connections * kWindowPerClient;
    runAll(*clients, {.time = std::max<load::nanoseconds>(kWarmUp, least / 2)});
    const auto before = meters::cpuTime(program.pid());
    const auto result =
        runAll(*clients, {.time = std::max<load::nanoseconds>(window, least)});
    const std::chrono::duration<double, std::nano> cpu =
        meters::cpuTime(program.pid()) - before;
    meters::unpin(0);
    const auto percentile = [&](double share) {
        return static_cast<double>(result.latency.percentile(share).count());
    };
    return {cpu.count() / static_cast<double>(result.messages()),
            result.perSecond(),
            percentile(0.5),
            percentile(0.99),
            percentile(0.999),
            result.unanswered};
}

PerMessage systemCallsOf(const Server& server, const Work& work) {
    Program program(commandOf(server, work));
    const auto clients = connected(work, program.readPort());
    warmUp(*clients, work);
    meters::SystemCalls counter(program.pid());
    const auto result = runAll(*clients, countingWindow(work));
    return divided(counter.stop(), result.messages());
}

PerMessage instructionsOf(const Server& server, const Work& work) {
    meters::Instructions counter(commandOf(server, work));
    const auto clients = connected(work, counter.program().readPort());
    warmUp(*clients, work);
    counter.zero();
    const auto result = runAll(*clients, countingWindow(work));
    return divided(counter.read(), result.messages());
}

double sumOf(const PerMessage& counts) {
    double sum = 0;
    for (const auto& [name, count] : counts) sum += count;
    return sum;
}

double allocationsPerMessage(const Server& server, const Work& work,
                             const std::string& library) {
    const meters::Allocations counter(library);
    Program program(commandOf(server, work), counter.environment());
    const auto clients = connected(work, program.readPort());
    warmUp(*clients, work);
    const auto before = counter.read();
    const auto result = runAll(*clients, countingWindow(work));
    return static_cast<double>(counter.read() - before) /
           static_cast<double>(result.messages());
}

PerConnection perConnection(const Server& server, const Work& work,
                            const std::string& library) {
    const meters::Allocations counter(library);
    Program program(commandOf(server, work), counter.environment());
    const auto port = program.readPort();
    const auto echoOnce = [&](const Work& some) {
        auto clients = connected(some, port);
        runAll(*clients, {.requests = allOnce(some)});
        return clients;
    };
    Work one = work;  // so that what it needs once is there
    one.pattern.connections = 1;
    const auto first = echoOnce(one);
    const auto bytes = meters::residentBytes(program.pid());
    const auto allocations = counter.read();
    const auto all = echoOnce(work);
    const double connections = work.pattern.connections;
    const auto grown = meters::residentBytes(program.pid()) - bytes;
    const auto allocated = counter.read() - allocations;
    return {static_cast<double>(grown) / connections,
            static_cast<double>(allocated) / connections};
}

}  // namespace untwist::bench
