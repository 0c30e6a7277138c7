// What callLater costs beside a steady_timer for each call: to schedule a
// thousand to a million one-shot calls, cancel every other one, and run the
// rest.
//
//   cmake --preset release && cmake --build build/release --target bench-timers
//   build/release/benchmarks/bench-timers
#include <malloc.h>

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <limits>
#include <random>
#include <stdexcept>
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

using Clock = std::chrono::steady_clock;

// In no order, and dense: ten calls in each microsecond. None is due while they
// are scheduled and cancelled.
struct Delays {
    std::vector<std::chrono::nanoseconds> each;
    std::chrono::nanoseconds latest;
};

Delays randomDelays(int count) {
    Delays delays;
    const auto earliest = 2us * count;
    delays.latest = earliest + 100ns * count;
    std::mt19937 random(1);
    std::uniform_int_distribution<std::int64_t> delay(earliest / 1ns,
                                                      delays.latest / 1ns);
    for (int i = 0; i < count; ++i) delays.each.emplace_back(delay(random));
    return delays;
}

// Busy: a CPU that slept would have forgotten more than a loaded server's has.
void waitUntil(Clock::time_point time) {
    while (Clock::now() < time) {
    }
}

double allocationsEach(int count, std::size_t before) {
    return static_cast<double>(untwist::test::allocations() - before) / count;
}

void mustBe(int ran, int count) {
    if (ran != count) throw std::logic_error("not all calls were run");
}

Cost callLater(const Delays& delays) {
    const int count = static_cast<int>(delays.each.size());
    Cost cost;
    int left = count / 2;
    Clock::time_point began;
    Clock::time_point ended;
    untwist::Reactor reactor;
    std::vector<untwist::DelayedCall> calls(delays.each.size());
    const auto before = untwist::test::allocations();
    cost.schedule = nanoseconds(count, [&] {
        for (std::size_t i = 0; i < calls.size(); ++i)
            calls[i] = reactor.callLater(delays.each[i], [&] {
                if (--left > 0) return;
                ended = Clock::now();
                reactor.stop();
            });
    });
    const auto latest = Clock::now() + delays.latest;
    cost.allocations = allocationsEach(count, before);
    cost.cancel = nanoseconds(count / 2, [&] {
        for (std::size_t i = 0; i < calls.size(); i += 2) calls[i].cancel();
    });
    waitUntil(latest);
    // What a reactor's start and end take is another matter.
    reactor.callWhenRunning([&] { began = Clock::now(); });
    reactor.run();
    mustBe(left, 0);
    cost.run = nanoseconds(count / 2, ended - began);
    return cost;
}

Cost steadyTimers(const Delays& delays) {
    const int count = static_cast<int>(delays.each.size());
    Cost cost;
    int ran = 0;
    asio::io_context io;
    std::vector<asio::steady_timer> timers;
    timers.reserve(delays.each.size());
    const auto before = untwist::test::allocations();
    cost.schedule = nanoseconds(count, [&] {
        for (const auto delay : delays.each)
            timers.emplace_back(io, delay).async_wait(
                [&ran](const asio::error_code& cancelled) {
                    if (!cancelled) ++ran;
                });
    });
    const auto latest = Clock::now() + delays.latest;
    cost.allocations = allocationsEach(count, before);
    cost.cancel = nanoseconds(count / 2, [&] {
        for (std::size_t i = 0; i < timers.size(); i += 2) timers[i].cancel();
        io.poll();  // a cancelled one calls its handler, too
    });
    mustBe(ran, 0);
    waitUntil(latest);
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
    // What a round frees is kept for the next one: the first touch of a page
    // costs more than what we measure.
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_MMAP_MAX, 0);
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
