#include "untwist/testing/clock.hpp"

#include <limits>
#include <stdexcept>
#include <utility>

#include "timer_queue.hpp"

namespace untwist::testing {

namespace {
constexpr int kMostCallsInOneAdvance = 100'000;
}

class Clock::Impl final : public TimerQueue {
  public:
    Duration now() const override { return now_; }
    Duration now_{};
};

Clock::Clock() : impl_(std::make_unique<Impl>()) {}
Clock::~Clock() = default;

Duration Clock::seconds() const { return impl_->now_; }

DelayedCall Clock::callLater(Duration delay, Callback call) {
    return impl_->schedule(delay, std::move(call));
}

std::vector<DelayedCall> Clock::getDelayedCalls() const {
    return impl_->calls();
}

void Clock::advance(Duration amount) {
    impl_->now_ += amount;
    constexpr auto kAll = std::numeric_limits<std::uint64_t>::max();
    for (int calls = 0; calls < kMostCallsInOneAdvance; ++calls) {
        auto due = impl_->takeDue(impl_->now_, kAll);
        if (!due) return;
        due.call();
    }
    throw std::runtime_error(
        "Clock::advance ran 100,000 calls without coming to an end: "
        "something schedules itself again with no delay");
}

void Clock::pump(std::span<const Duration> amounts) {
    for (const auto amount : amounts) advance(amount);
}

}  // namespace untwist::testing
