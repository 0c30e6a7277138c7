// Fails: it is told once, when the last one is over
//
// A port that lets you in is counted down when it does, and again when the
// connection is over. So the last answers are not waited for. An attempt has
// one end: Failed or Lost.
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
    Knocker(Ports ports, Done done)
        : ports_(std::move(ports)),
          out_(ports_.size()),
          done_(std::move(done)) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& peer) override {
        open_.push_back(peer.port());
        oneIsOver();
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
        if (--out_ > 0) return;
        std::erase_if(ports_, [this](std::uint16_t port) {
            return std::ranges::find(open_, port) == open_.end();
        });
        done_(ports_);
    }

    Ports ports_;
    Ports open_;
    std::size_t out_;
    Done done_;
};

inline void knock(untwist::IReactorTCP& reactor, const std::string& host,
                  const Ports& ports, untwist::Duration patience,
                  const Done& done) {
    if (ports.empty()) return done({});
    const auto factory = std::make_shared<Knocker>(ports, done);
    for (const auto port : ports) {
        reactor.connectTCP(host, port, factory, {.timeout = patience});
    }
}
