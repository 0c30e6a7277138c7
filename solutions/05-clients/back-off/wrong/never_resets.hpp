// Fails: after a connection the waits begin anew
//
// The waits grow, and nothing makes them short again. A client that has run for
// a month has seen its server restart a few times, and by now waits for the
// longest time at the first failure. When there is a connection, all is well
// again: begin with the first wait. (buildProtocol is a good place for that.)
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>

#include "untwist/untwist.hpp"

class BackOff : public untwist::ClientFactory {
  public:
    BackOff(untwist::IReactorTime& time, untwist::Duration first,
            untwist::Duration most)
        : time_(time), most_(most), next_(first) {}

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
    untwist::Duration most_;
    untwist::Duration next_;
    bool stopped_ = false;
    untwist::DelayedCall wait_;
    std::weak_ptr<untwist::Connector> connector_;
};
