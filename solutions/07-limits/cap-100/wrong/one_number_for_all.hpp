// Fails: two servers in one program count each for itself
//
// A static member is one number for the whole program. With two ports, two
// limits, or a test that makes a factory for each case, they all count on the
// same one. "Shared by all connections of this server" is a member of the
// factory.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/untwist.hpp"

inline constexpr untwist::Bytes kTooMany =
    "Too many connections, try later\r\n";

class Echo : public untwist::Protocol {
  public:
    static inline std::size_t connections = 0;

  private:
    void connectionMade() override { ++connections; }

    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        --connections;
    }
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
        if (Echo::connections >= most_) return std::make_shared<Refusal>();
        return std::make_shared<Echo>();
    }

  private:
    std::size_t most_;
};
