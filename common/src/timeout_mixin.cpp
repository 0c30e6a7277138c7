#include "untwist/timeout_mixin.hpp"

#include <stdexcept>
#include <utility>

#include "untwist/protocol.hpp"

namespace untwist {

TimeoutMixin::~TimeoutMixin() {
    if (call_.active()) call_.cancel();
}

std::optional<Duration> TimeoutMixin::setTimeout(
    std::optional<Duration> period) {
    if (call_.active()) call_.cancel();
    if (period) {
        call_ = reactor_.callLater(*period, [this] { timeoutConnection(); });
    }
    return std::exchange(period_, period);
}

void TimeoutMixin::resetTimeout() {
    if (call_.active()) call_.reset(*period_);
}

void TimeoutMixin::timeoutConnection() {
    const auto* protocol = dynamic_cast<Protocol*>(this);
    if (!protocol) {
        throw std::logic_error(
            "TimeoutMixin: this is not a Protocol; override timeoutConnection");
    }
    protocol->transport().loseConnection();
}

}  // namespace untwist
