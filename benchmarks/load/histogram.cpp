#include "load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace untwist::load {

// Up to 63 each number has its own bucket. Above, the bucket is the number's
// power of two and the six bits that follow the first.
std::size_t Histogram::bucketOf(std::uint64_t nanoseconds) {
    if (nanoseconds < kSteps) return nanoseconds;
    const auto width = static_cast<int>(std::bit_width(nanoseconds));
    const int shift = width - kBitsPerPower - 1;
    const auto step = (nanoseconds >> shift) - kSteps;
    return (static_cast<std::size_t>(shift) + 1) * kSteps + step;
}

std::uint64_t Histogram::topOf(std::size_t bucket) {
    if (bucket < kSteps) return bucket;
    const auto shift = bucket / kSteps - 1;
    const auto step = bucket % kSteps + kSteps;
    return ((step + 1) << shift) - 1;
}

void Histogram::add(Nanoseconds duration) {
    const auto count = std::max<std::int64_t>(duration.count(), 0);
    ++buckets_[bucketOf(static_cast<std::uint64_t>(count))];
    ++count_;
    max_ = std::max(max_, duration);
}

void Histogram::add(const Histogram& other) {
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
        buckets_[i] += other.buckets_[i];
    }
    count_ += other.count_;
    max_ = std::max(max_, other.max_);
}

Histogram::Nanoseconds Histogram::percentile(double share) const {
    const auto wanted = static_cast<std::uint64_t>(
        std::ceil(share * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets_.size() && wanted > 0; ++i) {
        seen += buckets_[i];
        if (seen >= wanted) {
            const Nanoseconds top(static_cast<std::int64_t>(topOf(i)));
            return std::min(top, max_);
        }
    }
    return {};
}

}  // namespace untwist::load
