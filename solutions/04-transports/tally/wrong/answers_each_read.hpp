// Fails: until then there is no answer
//
// You answer whenever something has come. A read is not what the client wanted
// to say, only as much of it as has arrived. The half-close is the one sign
// that there is no more.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Tally : public untwist::Protocol, public untwist::IHalfCloseableProtocol {
    void dataReceived(untwist::Bytes data) override {
        count_ += data.size();
        transport().write(std::to_string(count_) + " bytes\n");
    }

    void readConnectionLost() override { transport().loseConnection(); }

    void writeConnectionLost() override {}

    std::size_t count_ = 0;
};
