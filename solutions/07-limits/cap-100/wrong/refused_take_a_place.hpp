// Fails: who is sent away and is slow to go takes no place
//
// Everybody is counted who connects, those whom you send away too, until they
// have gone. Sending takes a while when a client is slow to read. Meanwhile it
// fills a place, and a few such clients keep everybody else out. Count those
// whom you serve.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/untwist.hpp"

inline constexpr untwist::Bytes kTooMany =
    "Too many connections, try later\r\n";

class Echo : public untwist::Protocol {
  public:
    Echo(std::size_t& connections, std::size_t most)
        : connections_(connections), most_(most) {}

  private:
    void connectionMade() override {
        if (++connections_ <= most_) return;
        transport().write(kTooMany);
        transport().loseConnection();
    }

    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        --connections_;
    }

    std::size_t& connections_;
    std::size_t most_;
};

class CappedEcho : public untwist::Factory {
  public:
    explicit CappedEcho(std::size_t most = 100) : most_(most) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        return std::make_shared<Echo>(connections_, most_);
    }

  private:
    std::size_t most_;
    std::size_t connections_ = 0;
};
