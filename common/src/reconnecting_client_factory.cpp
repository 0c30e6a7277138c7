#include "untwist/reconnecting_client_factory.hpp"

#include <algorithm>
#include <random>
#include <string>

#include "untwist/log.hpp"
#include "untwist/reactor_interfaces.hpp"

namespace untwist {

ReconnectingClientFactory::ReconnectingClientFactory(IReactorTime& clock)
    : normalVariate([engine = std::minstd_rand(std::random_device()()),
                     normal = std::normal_distribution()]() mutable {
          return normal(engine);
      }),
      clock_(clock) {}

ReconnectingClientFactory::~ReconnectingClientFactory() = default;

void ReconnectingClientFactory::startedConnecting(Connector& connector) {
    connector_ = connector.weak_from_this();
}

void ReconnectingClientFactory::clientConnectionFailed(
    Connector& connector, const Failure& /*reason*/) {
    retry(connector);
}

void ReconnectingClientFactory::clientConnectionLost(
    Connector& connector, const Failure& /*reason*/) {
    retry(connector);
}

void ReconnectingClientFactory::retry(Connector& connector) {
    if (!continueTrying_) return;
    if (maxRetries && retries_ >= *maxRetries) {
        const auto [host, port] = connector.getDestination();
        log::msg("gave up on " + host + ":" + std::to_string(port) + " after " +
                 std::to_string(retries_) + " retries");
        return;
    }
    if (wait_.active()) wait_.cancel();
    connector_ = connector.weak_from_this();
    // Nobody else keeps a connector that waits; and it keeps this factory.
    wait_ = clock_.callLater(
        nextDelay(), [connector = connector.shared_from_this()] {
            if (connector->state() == Connector::State::disconnected) {
                connector->connect();
            }
        });
    ++retries_;
}

// What grows is the mean, so that the jitter of one wait does not carry over to
// those after it.
Duration ReconnectingClientFactory::nextDelay() {
    const auto next = mean_ ? *mean_ * factor : Seconds(initialDelay);
    mean_ = std::min<Seconds>(next, maxDelay);
    const auto wait = *mean_ * (1 + jitter * normalVariate());
    return std::clamp(std::chrono::duration_cast<Duration>(wait),
                      Duration::zero(), maxDelay);
}

void ReconnectingClientFactory::resetDelay() {
    mean_.reset();
    retries_ = 0;
    continueTrying_ = true;
}

void ReconnectingClientFactory::stopTrying() {
    continueTrying_ = false;
    if (wait_.active()) wait_.cancel();
    const auto connector = connector_.lock();
    if (connector && connector->state() == Connector::State::connecting) {
        connector->stopConnecting();
    }
}

}  // namespace untwist
