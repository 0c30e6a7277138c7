// Durations, counted in buckets: percentiles of millions of them in 30 KB.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace untwist::load {

// 64 buckets for each power of two of nanoseconds, so that a percentile is
// never more than 1.6% above the duration it stands for.
class Histogram {
  public:
    using Nanoseconds = std::chrono::nanoseconds;

    void add(Nanoseconds duration);
    void add(const Histogram& other);

    std::uint64_t count() const { return count_; }

    // The duration that `share` (0.99, say) of all stay at or below. Zero if
    // there are none.
    Nanoseconds percentile(double share) const;
    Nanoseconds max() const { return max_; }

  private:
    static constexpr int kBitsPerPower = 6;
    static constexpr std::size_t kSteps = std::size_t{1} << kBitsPerPower;

    static std::size_t bucketOf(std::uint64_t nanoseconds);
    static std::uint64_t topOf(std::size_t bucket);

    std::array<std::uint64_t, (64 - kBitsPerPower + 1) * kSteps> buckets_{};
    std::uint64_t count_ = 0;
    Nanoseconds max_{};
};

}  // namespace untwist::load
