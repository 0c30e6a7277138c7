// Fails: the open ports are told in the order of the question
//
// You tell the ports in the order in which they answered. On one machine that
// is often the order in which you asked, and then one day it is not. What is
// asked at the same time is answered in any order: put it right at the end.
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
    Knocker(std::size_t attempts, Done done)
        : out_(attempts), done_(std::move(done)) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& peer) override {
        open_.push_back(peer.port());
        return std::make_shared<Visitor>();
    }

    void clientConnectionFailed(untwist::Connector& /*connector*/,
                                const untwist::Failure& /*reason*/) override {
        oneIsOver();
    }

    void clientConnectionLost(untwist::Connector& /*connector*/,
                              const untwist::Failure& /*reason*/) override {
        oneIsOver();
    }

  private:
    void oneIsOver() {
        if (--out_ == 0) done_(open_);
    }

    Ports open_;
    std::size_t out_;
    Done done_;
};

inline void knock(untwist::IReactorTCP& reactor, const std::string& host,
                  const Ports& ports, untwist::Duration patience,
                  const Done& done) {
    if (ports.empty()) return done({});
    const auto factory = std::make_shared<Knocker>(ports.size(), done);
    for (const auto port : ports) {
        reactor.connectTCP(host, port, factory, {.timeout = patience});
    }
}
