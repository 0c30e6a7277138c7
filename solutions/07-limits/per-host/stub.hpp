// Exercise: an echo server that is fair. You edit this file.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/untwist.hpp"

class Echo : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override { transport().write(data); }
};

class FairEcho : public untwist::Factory {
  public:
    explicit FairEcho(std::size_t mostPerHost) : mostPerHost_(mostPerHost) {}

    std::shared_ptr<untwist::Protocol> buildProtocol(
        const untwist::Address& /*peer*/) override {
        // TODO: null for each host that has mostPerHost_ connections already.
        if (mostPerHost_ == 0) return nullptr;
        return std::make_shared<Echo>();
    }

    // How many hosts it keeps a number for.
    std::size_t hosts() const {
        return 0;  // TODO
    }

  private:
    std::size_t mostPerHost_;
};
