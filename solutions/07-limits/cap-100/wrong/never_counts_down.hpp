// Fails: who leaves makes room for one, and not for two
//
// You count how many have come, and nobody who leaves is taken off. After its
// hundredth client the server says "try later" for ever, though it is empty.
// What is taken when a connection is made has to be given back when it is lost.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/untwist.hpp"

inline constexpr untwist::Bytes kTooMany =
    "Too many connections, try later\r\n";

class Echo : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override { transport().write(data); }
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
        ++connections_;
        return std::make_shared<Echo>();
    }

  private:
    std::size_t most_;
    std::size_t connections_ = 0;
};
