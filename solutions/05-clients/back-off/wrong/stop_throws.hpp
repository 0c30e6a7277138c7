// Fails: stop may be called at any time, and twice
//
// stopConnecting throws NotConnectingError unless there is an attempt, and
// there is none while you wait or while you are connected. Whoever calls stop()
// cannot know which it is just now. Ask for the connector's state() first.
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
        if (const auto connector = connector_.lock()) {
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
