// Solution: an echo server for at most so many clients.
//
// The number is the factory's. An Echo counts itself in when its connection is
// made and out when it is lost; both come exactly once. A Refusal does neither,
// so it cannot get the number wrong, however long it lasts. The comparison
// comes before the count: with 99 there, the hundredth finds room.
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
        if (connections_ >= most_) return std::make_shared<Refusal>();
        return std::make_shared<Echo>(connections_);
    }

  private:
    std::size_t most_;
    std::size_t connections_ = 0;  // that are served now
};
