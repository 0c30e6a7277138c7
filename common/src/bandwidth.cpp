#include "bandwidth.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace untwist {

namespace {
constexpr Duration kInterval = std::chrono::seconds(1);
}

Bandwidth::Bandwidth(IReactorTime& reactor, std::optional<std::size_t> limit,
                     Function<void(bool)> hold)
    : reactor_(reactor), limit_(limit), hold_(std::move(hold)) {
    if (limit_ == 0U) {
        throw std::invalid_argument(
            "ThrottlingFactory: with a limit of zero nothing would ever move");
    }
}

void Bandwidth::start() {
    bytes_ = 0;
    if (limit_) check_ = reactor_.callLater(kInterval, [this] { check(); });
}

void Bandwidth::stop() {
    if (check_.active()) check_.cancel();
    if (release_.active()) release_.cancel();
}

void Bandwidth::check() {
    using Seconds = std::chrono::duration<double>;
    const Seconds due(static_cast<double>(bytes_) /
                      static_cast<double>(*limit_));
    start();
    if (due <= kInterval) return;
    holdFor(std::chrono::duration_cast<Duration>(due - kInterval));
}

// Plain writes go on meanwhile, and may ask for more time before this is over.
void Bandwidth::holdFor(Duration time) {
    if (release_.active()) {
        const auto left = release_.getTime() - reactor_.seconds();
        if (time > left) release_.reset(time);
        return;
    }
    release_ = reactor_.callLater(time, [this] { hold_(false); });
    hold_(true);
}

}  // namespace untwist
