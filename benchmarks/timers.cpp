// What callLater costs beside a steady_timer for each call: to schedule a
// thousand to a million one-shot calls, cancel every other one, and run the
// rest.
//
//   cmake --preset release && cmake --build build/release --target bench-timers
//   build/release/benchmarks/bench-timers
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <random>
#include <stdexcept>
#include <thread>
#include <vector>

#include "rounds.hpp"
#include "support/allocations.hpp"
#include "untwist/untwist.hpp"

using namespace std::chrono_literals;
using untwist::bench::kRounds;
using untwist::bench::median;
using untwist::bench::nanoseconds;

namespace {

// Nanoseconds for each call that is scheduled, cancelled, run.
struct Cost {
    double schedule = 0;
    double cancel = 0;
    double run = 0;
    double allocations = 0;
};

using Delays = std::vector<std::chrono::nanoseconds>;

// All within this, and in no order.
constexpr auto kLatest = 100ms;

Delays randomDelays(int count) {
    std::mt19937 random(1);
    std::uniform_int_distribution<std::int64_t> delay(
        0, std::chrono::nanoseconds(kLatest).count());
    Delays delays;
    for (int i = 0; i < count; ++i) delays.emplace_back(delay(random));
    return delays;
}

double allocationsEach(int count, std::size_t before) {
    return static_cast<double>(untwist::test::allocations() - before) / count;
}

void mustBe(int ran, int count) {
    if (ran != count) throw std::logic_error("not all calls were run");
}

Cost callLater(const Delays& delays) {
    const int count = static_cast<int>(delays.size());
    Cost cost;
    int left = count / 2;
    untwist::Reactor reactor;
    std::vector<untwist::DelayedCall> calls(delays.size());
    const auto before = untwist::test::allocations();
    cost.schedule = nanoseconds(count, [&] {
        for (std::size_t i = 0; i < delays.size(); ++i)
            calls[i] = reactor.callLater(delays[i], [&] {
                if (--left == 0) reactor.stop();
            });
    });
    cost.allocations = allocationsEach(count, before);
    cost.cancel = nanoseconds(count / 2, [&] {
        for (std::size_t i = 0; i < delays.size(); i += 2) calls[i].cancel();
    });
    std::this_thread::sleep_for(kLatest);  // all are due
    cost.run = nanoseconds(count / 2, [&] { reactor.run(); });
    mustBe(left, 0);
    return cost;
}

Cost steadyTimers(const Delays& delays) {
    const int count = static_cast<int>(delays.size());
    Cost cost;
    int ran = 0;
    asio::io_context io;
    std::vector<asio::steady_timer> timers;
    timers.reserve(delays.size());
    const auto before = untwist::test::allocations();
    cost.schedule = nanoseconds(count, [&] {
        for (const auto delay : delays)
            timers.emplace_back(io, delay).async_wait(
                [&ran](const asio::error_code& cancelled) {
                    if (!cancelled) ++ran;
                });
    });
    cost.allocations = allocationsEach(count, before);
    cost.cancel = nanoseconds(count / 2, [&] {
        for (std::size_t i = 0; i < timers.size(); i += 2) timers[i].cancel();
        io.poll();  // a cancelled one calls its handler, too
    });
    std::this_thread::sleep_for(kLatest);
    ran = 0;
    // Those that were due in the meantime have run by now: begin anew.
    timers.clear();
    for (int i = 0; i < count / 2; ++i)
        timers.emplace_back(io, 0ns).async_wait(
            [&ran](const asio::error_code& cancelled) {
                if (!cancelled) ++ran;
            });
    io.restart();
    cost.run = nanoseconds(count / 2, [&] { io.run(); });
    mustBe(ran, count / 2);
    return cost;
}

void print(const char* name, int count, std::vector<Cost>& rounds) {
    std::printf("%-14s %9d %9.0f %9.0f %9.0f %9.2f\n", name, count,
                median(rounds, &Cost::schedule), median(rounds, &Cost::cancel),
                median(rounds, &Cost::run), median(rounds, &Cost::allocations));
}

}  // namespace

int main() try {
    std::printf("nanoseconds for each call, medians of %d rounds in turn\n",
                kRounds);
    std::printf("%-14s %9s %9s %9s %9s %9s\n", "", "calls", "schedule",
                "cancel", "run", "allocs");
    for (const int count : {1'000, 10'000, 100'000, 1'000'000}) {
        const Delays delays = randomDelays(count);
        std::vector<Cost> ours;
        std::vector<Cost> asio;
        for (int i = 0; i < kRounds; ++i) {
            ours.push_back(callLater(delays));
            asio.push_back(steadyTimers(delays));
        }
        print("callLater", count, ours);
        print("steady_timer", count, asio);
    }
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
