// What the small benchmarks share: nanoseconds of a piece of work, and medians.
#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <vector>

namespace untwist::bench {

constexpr int kRounds = 7;

// Nanoseconds for each of `count` that took so long together.
inline double nanoseconds(int count, std::chrono::nanoseconds together) {
    return std::chrono::duration<double, std::nano>(together).count() / count;
}

// Nanoseconds that `work` takes, for each of `count`.
template <class F>
    requires std::invocable<F>
double nanoseconds(int count, F work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    return nanoseconds(count, std::chrono::steady_clock::now() - began);
}

// The median of one of the figures that each round measured.
template <class Round>
double median(std::vector<Round>& rounds, double Round::*figure) {
    std::ranges::sort(rounds, {}, figure);
    return rounds[rounds.size() / 2].*figure;
}

}  // namespace untwist::bench
