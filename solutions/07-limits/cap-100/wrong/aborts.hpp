// Fails: one more is told to try later, and closed
//
// write only queues. abortConnection throws the queue away and resets, so the
// one whom you send away is told nothing and sees an error. loseConnection
// sends first and closes then.
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

    std::size_t& connections_;
};

class Refusal : public untwist::Protocol {
    void connectionMade() override {
        transport().write(kTooMany);
        transport().abortConnection();
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
