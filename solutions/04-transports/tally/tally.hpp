// Solution: a server that counts to the end, and then answers.
//
// readConnectionLost is the client's half-close: all has been counted, and the
// way back is open. Since this protocol is told of the halves, nobody else ends
// the connection: loseConnection does, once the answer has been sent.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Tally : public untwist::Protocol, public untwist::IHalfCloseableProtocol {
    void dataReceived(untwist::Bytes data) override { count_ += data.size(); }

    void readConnectionLost() override {
        transport().write(std::to_string(count_) + " bytes\n");
        transport().loseConnection();
    }

    void writeConnectionLost() override {}

    std::size_t count_ = 0;
};
