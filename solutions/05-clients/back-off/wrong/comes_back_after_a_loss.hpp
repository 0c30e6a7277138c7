// Fails: a connection that is lost after stop stays lost
//
// stop() ends the wait or the attempt that is going on. If there is a
// connection instead, it does nothing, and when that connection is lost, the
// client comes back. You have to remember that you were stopped: somebody said
// so, and will not say it again.
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
        if (wait_.active()) wait_.cancel();
        const auto connector = connector_.lock();
        if (connector && connector->state() == State::connecting) {
            stopped_ = true;
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
