// What the small benchmarks share: nanoseconds of a piece of work, and medians.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

namespace untwist::bench {

constexpr int kRounds = 7;

// Nanoseconds that `work` takes, for each of `count`.
template <class F>
double nanoseconds(int count, F work) {
    const auto began = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::nano> took =
        std::chrono::steady_clock::now() - began;
    return took.count() / count;
}

// The median of one of the figures that each round measured.
template <class Round>
double median(std::vector<Round>& rounds, double Round::*figure) {
    std::ranges::sort(rounds, {}, figure);
    return rounds[rounds.size() / 2].*figure;
}

}  // namespace untwist::bench
