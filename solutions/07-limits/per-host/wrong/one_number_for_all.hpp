// Fails: each host has its own share
//
// You keep one number. That is a limit in total: one host with two connections
// keeps all others out, which is what the limit per host is there to prevent.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/untwist.hpp"

class FairEcho : public untwist::Factory {
  public:
    explicit FairEcho(std::size_t mostPerHost) : mostPerHost_(mostPerHost) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& peer) override;

    std::size_t hosts() const { return connections_ == 0 ? 0 : 1; }

    void left() { --connections_; }

  private:
    std::size_t mostPerHost_;
    std::size_t connections_ = 0;
};

class Echo : public untwist::Protocol {
  public:
    explicit Echo(FairEcho& factory) : factory_(factory) {}

  private:
    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        factory_.left();
    }

    FairEcho& factory_;
};

inline std::shared_ptr<untwist::Protocol> FairEcho::buildProtocol(
    const untwist::Address& /*peer*/) {
    if (connections_ >= mostPerHost_) return nullptr;
    ++connections_;
    return std::make_shared<Echo>(*this);
}
