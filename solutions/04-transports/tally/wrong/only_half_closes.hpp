// Fails: the server keeps nothing of a connection that is over
//
// Both halves are closed, so the client sees an end, but your connection is
// still there, and its descriptor too. Closing the halves is not closing the
// connection. loseConnection is: here, or in writeConnectionLost.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Tally : public untwist::Protocol, public untwist::IHalfCloseableProtocol {
    void dataReceived(untwist::Bytes data) override { count_ += data.size(); }

    void readConnectionLost() override {
        transport().write(std::to_string(count_) + " bytes\n");
        transport().loseWriteConnection();
    }

    void writeConnectionLost() override {}

    std::size_t count_ = 0;
};
