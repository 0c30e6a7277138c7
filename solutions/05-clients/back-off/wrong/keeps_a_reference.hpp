// Fails: after a failure the client waits, then tries again
//
// The reactor keeps a connector while it connects and while it is connected.
// During your wait it does neither, and nobody keeps it: the reference that you
// have captured is to something that is gone. What a call on it does is
// undefined; with luck the program ends at once, as in the check. Capture
// connector.shared_from_this() instead.
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
        wait_ = time_.callLater(next_, [&connector] { connector.connect(); });
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
