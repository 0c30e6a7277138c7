// Fails: who has left takes no place, even if the protocol is still held
//
// You count Echo objects: one more in the constructor, one less in the
// destructor. Elsewhere in C++ that is the safe way. Here the object is not the
// connection. Whoever holds a shared_ptr to it, a timer's call or a list, keeps
// it, and its place, after the client has left. The object may outlive its
// connection, and even its factory: then the destructor counts in memory that
// is gone. Only connectionLost says when the place is free.
#pragma once

#include <cstddef>
#include <memory>

#include "untwist/untwist.hpp"

inline constexpr untwist::Bytes kTooMany =
    "Too many connections, try later\r\n";

class Echo : public untwist::Protocol {
  public:
    explicit Echo(std::size_t& connections) : connections_(connections) {
        ++connections_;
    }
    ~Echo() override { --connections_; }

  private:
    void dataReceived(untwist::Bytes data) override { transport().write(data); }

    std::size_t& connections_;
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
    std::size_t connections_ = 0;
};
