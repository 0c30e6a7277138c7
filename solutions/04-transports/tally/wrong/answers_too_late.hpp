// Fails: the answer comes when the client has said all
//
// Without IHalfCloseableProtocol the client's half-close ends the connection.
// When connectionLost is called, nobody is there any more, and a write to a
// connection that is over goes nowhere, without a word.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Tally : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override { count_ += data.size(); }

    void connectionLost(const untwist::Failure& /*reason*/) override {
        transport().write(std::to_string(count_) + " bytes\n");
        transport().loseConnection();
    }

    std::size_t count_ = 0;
};
