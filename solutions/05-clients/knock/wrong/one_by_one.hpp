// Fails: all attempts begin at once
//
// You begin the second attempt when the first is over. Each port that does not
// answer costs its whole time-out, and a hundred of them cost a hundred.
// connectTCP does not wait, so nothing keeps you from beginning all of them: it
// costs as long as the slowest.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

using Ports = std::vector<std::uint16_t>;
using Done = std::function<void(const Ports& open)>;

class Visitor : public untwist::Protocol {
    void connectionMade() override { transport().loseConnection(); }
};

class Knocker : public untwist::ClientFactory {
  public:
    Knocker(untwist::IReactorTCP& reactor, std::string host, Ports ports,
            untwist::Duration patience, Done done)
        : reactor_(reactor),
          host_(std::move(host)),
          ports_(std::move(ports)),
          patience_(patience),
          done_(std::move(done)) {}

    void next() {
        if (asked_ == ports_.size()) return done_(open_);
        reactor_.connectTCP(
            host_, ports_[asked_++],
            std::static_pointer_cast<ClientFactory>(shared_from_this()),
            {.timeout = patience_});
    }

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& peer) override {
        open_.push_back(peer.port());
        return std::make_shared<Visitor>();
    }

    void clientConnectionFailed(untwist::Connector& /*connector*/,
                                const untwist::Failure& /*reason*/) override {
        next();
    }

    void clientConnectionLost(untwist::Connector& /*connector*/,
                              const untwist::Failure& /*reason*/) override {
        next();
    }

  private:
    untwist::IReactorTCP& reactor_;
    std::string host_;
    Ports ports_;
    untwist::Duration patience_;
    Done done_;
    Ports open_;
    std::size_t asked_ = 0;
};

inline void knock(untwist::IReactorTCP& reactor, const std::string& host,
                  const Ports& ports, untwist::Duration patience,
                  const Done& done) {
    std::make_shared<Knocker>(reactor, host, ports, patience, done)->next();
}
