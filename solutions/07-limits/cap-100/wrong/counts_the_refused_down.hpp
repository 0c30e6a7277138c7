// Fails: those who are sent away leave no place behind
//
// A client that is sent away is not counted in, but its connectionLost counts
// out all the same. Each one you turn away makes room for another: the limit
// holds once, and then no more. What a protocol takes back has to be what it
// has given.
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
        if (connections_ >= most_) {
            transport().write(kTooMany);
            transport().loseConnection();
            return;
        }
        ++connections_;
    }

    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        if (connections_ > 0) --connections_;
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
