// What a chain of Deferreds costs: time and allocations for each of its
// stages, on a stack of 256 KiB, in chains of a thousand to a million.
//
//   cmake --preset release && cmake --build build/release --target
//   bench-deferred build/release/benchmarks/bench-deferred
#include <array>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "rounds.hpp"
#include "support/allocations.hpp"
#include "support/small_stack.hpp"
#include "untwist/coroutine.hpp"
#include "untwist/deferred.hpp"

using untwist::Deferred;
using untwist::bench::kRounds;
using untwist::bench::median;
using untwist::bench::nanoseconds;

namespace {

struct Chain {
    Deferred<int> head;
    Deferred<int> tail;
};

int plusOne(int n) { return n + 1; }

Chain sameType(int stages) {
    Chain chain;
    for (int i = 0; i < stages; ++i) chain.head.addCallback(plusOne);
    chain.tail = chain.head;
    return chain;
}

Chain changingType(int stages) {
    Chain chain;
    chain.tail = chain.head;
    for (int i = 0; i < stages / 2; ++i) {
        chain.tail =
            chain.tail.addCallback([](int n) { return long{n} + 1; })
                .addCallback([](long n) { return static_cast<int>(n) + 1; });
    }
    return chain;
}

// Each waits for the one that its callback has returned.
Chain returned(int stages) {
    Chain chain;
    chain.tail = chain.head;
    for (int i = 0; i < stages; ++i) {
        const Deferred<int> outer;
        outer.addCallback([inner = chain.tail](int) { return inner; });
        outer.callback(0);
        chain.tail = outer;
    }
    return chain;
}

Deferred<int> awaitAndAdd(Deferred<int> inner) {
    co_return co_await std::move(inner) + 1;
}

Chain coroutines(int stages) {
    Chain chain;
    chain.tail = chain.head;
    for (int i = 0; i < stages; ++i) {
        chain.tail = awaitAndAdd(std::move(chain.tail));
    }
    return chain;
}

// Nanoseconds and allocations for each stage.
struct Cost {
    double build;
    double fire;     // and free the stages that have run
    double destroy;  // unfired
    double allocations;
};

Cost measureOnce(Chain (*make)(int), int stages) {
    Cost cost{};
    std::optional<Chain> chain;
    const auto before = untwist::test::allocations();
    cost.build = nanoseconds(stages, [&] { chain = make(stages); });
    cost.allocations =
        static_cast<double>(untwist::test::allocations() - before) / stages;
    cost.fire = nanoseconds(stages, [&] { chain->head.callback(0); });
    chain = make(stages);
    cost.destroy = nanoseconds(stages, [&] { chain.reset(); });
    return cost;
}

void measure(const char* kind, Chain (*make)(int), int stages) {
    std::vector<Cost> rounds;
    untwist::test::onSmallStack([&] {
        for (int i = 0; i < kRounds; ++i)
            rounds.push_back(measureOnce(make, stages));
    });
    std::printf("%-16s %9d %9.1f %9.1f %9.1f %9.2f\n", kind, stages,
                median(rounds, &Cost::build), median(rounds, &Cost::fire),
                median(rounds, &Cost::destroy),
                median(rounds, &Cost::allocations));
}

struct Single {
    double nanoseconds = 0;
    double allocations = 0;
};

// The commonest: a Deferred of its own, one callback, fired.
void measureSingles() {
    constexpr int kCount = 1'000'000;
    std::vector<Single> rounds;
    for (int i = 0; i < kRounds; ++i) {
        int sum = 0;
        const auto before = untwist::test::allocations();
        const double took = nanoseconds(kCount, [&] {
            for (int n = 0; n < kCount; ++n) {
                const Deferred<int> one;
                one.addCallback([&sum](int value) { return sum += value; });
                one.callback(1);
            }
        });
        const auto allocations = untwist::test::allocations() - before;
        if (sum != kCount) throw std::logic_error("a callback was lost");
        rounds.push_back({took, static_cast<double>(allocations) / kCount});
    }
    const double took = median(rounds, &Single::nanoseconds);
    std::printf("make one, add a callback, fire: %.1f ns, %.2f allocations\n",
                took, median(rounds, &Single::allocations));
}

// A Failure that errbacks hand on, and who is not concerned skips.
void measureFailures() {
    constexpr int kStages = 1000;
    std::vector<Single> rounds;
    const untwist::Failure failure(std::runtime_error("lost"));
    for (int i = 0; i < kRounds; ++i) {
        const Chain chain = sameType(kStages);
        bool arrived = false;
        chain.tail.addErrback([&](const untwist::Failure&) {
            arrived = true;
            return 0;
        });
        rounds.push_back(
            {nanoseconds(kStages, [&] { chain.head.errback(failure); })});
        if (!arrived) throw std::logic_error("the failure was lost");
    }
    std::printf("a failure passes a stage: %.1f ns\n\n",
                median(rounds, &Single::nanoseconds));
}

}  // namespace

int main() try {
    measureSingles();
    measureFailures();
    std::printf("nanoseconds for each stage, medians of %d rounds\n", kRounds);
    std::printf("%-16s %9s %9s %9s %9s %9s\n", "", "stages", "add", "fire",
                "destroy", "allocs");
    const std::array kinds{std::pair{"same type", &sameType},
                           std::pair{"changing type", &changingType},
                           std::pair{"returned", &returned},
                           std::pair{"coroutines", &coroutines}};
    for (const auto& [kind, make] : kinds) {
        for (const int stages : {1'000, 1'000'000}) {
            measure(kind, make, stages);
        }
    }
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
