// Exercise: a client that comes back, and waits longer each time. You edit this
// file.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>

#include "untwist/untwist.hpp"

class BackOff : public untwist::ClientFactory {
  public:
    BackOff(untwist::IReactorTime& time, untwist::Duration first,
            untwist::Duration most)
        : time_(time), first_(first), most_(most) {}

    // No more attempts. A connection that is there stays.
    void stop() {
        // TODO
    }

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        return std::make_shared<untwist::Protocol>();  // one that only listens
    }

    // TODO: this always waits as long, and it is one of two hooks.
    void clientConnectionFailed(untwist::Connector& connector,
                                const untwist::Failure& /*reason*/) override {
        time_.callLater(
            std::min(first_, most_),
            [again = connector.shared_from_this()] { again->connect(); });
    }

  private:
    untwist::IReactorTime& time_;
    untwist::Duration first_;
    untwist::Duration most_;
};
