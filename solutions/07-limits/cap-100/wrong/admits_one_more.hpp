// Fails: one more is told to try later, and closed
//
// You compare with > before the newcomer is counted. With a hundred there, 100
// > 100 is false, and the hundred and first comes in. Before the count, full
// means >=.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/untwist.hpp"

inline constexpr untwist::Bytes kTooMany =
    "Too many connections, try later\r\n";

class Echo : public untwist::Protocol {
  public:
    explicit Echo(std::size_t& connections) : connections_(connections) {}

  private:
    void connectionMade() override { ++connections_; }

    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        --connections_;
    }

    std::size_t& connections_;  // the factory's, which outlives us
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
        if (connections_ > most_) return std::make_shared<Refusal>();
        return std::make_shared<Echo>(connections_);
    }

  private:
    std::size_t most_;
    std::size_t connections_ = 0;
};
