// Fails: after the answer the server closes
//
// The answer is right, and then both wait: the client for your end, and you for
// nothing. A protocol that is told of the halves has the last word itself.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Tally : public untwist::Protocol, public untwist::IHalfCloseableProtocol {
    void dataReceived(untwist::Bytes data) override { count_ += data.size(); }

    void readConnectionLost() override {
        transport().write(std::to_string(count_) + " bytes\n");
    }

    void writeConnectionLost() override {}

    std::size_t count_ = 0;
};
