// Solution: a client that comes back, and waits longer each time.
//
// The factory stays while connections come and go, so it knows how long the
// next wait is. buildProtocol is called when there is a connection: there the
// waits begin anew.
//
// The call that waits owns the connector, which nobody else does meanwhile; the
// connector owns this factory. So connector_ is weak: two that own each other
// would stay for ever.
//
// stop() sets stopped_ first, because stopConnecting calls
// clientConnectionFailed before it returns.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>

#include "untwist/untwist.hpp"

class BackOff : public untwist::ClientFactory {
  public:
    BackOff(untwist::IReactorTime& time, untwist::Duration first,
            untwist::Duration most)
        : time_(time), first_(first), most_(most), next_(first) {}

    void stop() {
        stopped_ = true;
        if (wait_.active()) wait_.cancel();
        const auto connector = connector_.lock();
        if (connector && connector->state() == State::connecting) {
            connector->stopConnecting();
        }
    }

    void startedConnecting(untwist::Connector& connector) override {
        connector_ = connector.weak_from_this();
    }

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        next_ = first_;
        return std::make_shared<untwist::Protocol>();
    }

    void clientConnectionFailed(untwist::Connector& connector,
                                const untwist::Failure& /*reason*/) override {
        retry(connector);
    }

    void clientConnectionLost(untwist::Connector& connector,
                              const untwist::Failure& /*reason*/) override {
        retry(connector);
    }

  private:
    using State = untwist::Connector::State;

    void retry(untwist::Connector& connector) {
        if (stopped_) return;
        wait_ = time_.callLater(next_, [again = connector.shared_from_this()] {
            again->connect();
        });
        next_ = std::min(2 * next_, most_);
    }

    untwist::IReactorTime& time_;
    untwist::Duration first_;
    untwist::Duration most_;
    untwist::Duration next_;
    bool stopped_ = false;
    untwist::DelayedCall wait_;
    std::weak_ptr<untwist::Connector> connector_;
};
