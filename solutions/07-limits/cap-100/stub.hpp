// Exercise: an echo server for at most so many clients. You edit this file.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/untwist.hpp"

inline constexpr untwist::Bytes kTooMany =
    "Too many connections, try later\r\n";

class Echo : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override { transport().write(data); }
};

class CappedEcho : public untwist::Factory {
  public:
    explicit CappedEcho(std::size_t most = 100) : most_(most) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        // TODO: while most_ clients are served, another one hears kTooMany, and
        // is closed. When one of them has gone, there is room for one again.
        if (most_ == 0) return nullptr;
        return std::make_shared<Echo>();
    }

  private:
    std::size_t most_;
};
