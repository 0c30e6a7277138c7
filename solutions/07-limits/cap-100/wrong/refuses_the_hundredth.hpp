// Fails: a hundred are served
//
// Your protocol counts itself first and compares then, with >=. The hundredth
// finds that there are a hundred, and it is itself the last of them. Whether
// the newcomer is in the number or not decides between > and >=. If you compare
// before you count, that question does not come up.
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
        ++connections_;
        if (connections_ < most_) return;
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
