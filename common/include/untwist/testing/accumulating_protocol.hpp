// A protocol that remembers what happened to it.
#pragma once

#include <optional>
#include <string>

#include "untwist/protocol.hpp"

namespace untwist::testing {

// Twisted's AccumulatingProtocol.
class AccumulatingProtocol : public Protocol {
  public:
    int made = 0;
    int closed = 0;
    std::string data;
    std::optional<Failure> closedReason;

    void connectionMade() override { ++made; }
    void dataReceived(Bytes bytes) override { data += bytes; }
    void connectionLost(const Failure& reason) override {
        ++closed;
        closedReason = reason;
    }
};

}  // namespace untwist::testing
