// Fails: who breaks off makes room, too
//
// You give the place back when the connection was closed in order. But clients
// crash, and networks break: then the reason is ConnectionLost, and the place
// is taken for ever. connectionLost is called for every end; clean up in each.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/error.hpp"
#include "untwist/untwist.hpp"

inline constexpr untwist::Bytes kTooMany =
    "Too many connections, try later\r\n";

class Echo : public untwist::Protocol {
  public:
    explicit Echo(std::size_t& connections) : connections_(connections) {}

  private:
    void connectionMade() override { ++connections_; }

    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void connectionLost(const untwist::Failure& reason) override {
        if (reason.check<untwist::error::ConnectionDone>()) --connections_;
    }

    std::size_t& connections_;
};

class Refusal : public untwist::Protocol {
    void connectionMade() override {
        transport().write(kTooMany);
        transport().loseConnection();
    }
};

class CappedEcho : public untwist::Factory {
  public:
    explicit CappedEcho(std::size_t most = 100) : most_(most) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        if (connections_ >= most_) return std::make_shared<Refusal>();
        return std::make_shared<Echo>(connections_);
    }

  private:
    std::size_t most_;
    std::size_t connections_ = 0;
};
