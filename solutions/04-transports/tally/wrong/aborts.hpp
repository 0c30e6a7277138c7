// Fails: the answer comes when the client has said all
//
// You are done, but the answer is not: write has only queued it, and
// abortConnection throws away what is queued. It is for peers that you have
// given up on. loseConnection sends first.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Tally : public untwist::Protocol, public untwist::IHalfCloseableProtocol {
    void dataReceived(untwist::Bytes data) override { count_ += data.size(); }

    void readConnectionLost() override {
        transport().write(std::to_string(count_) + " bytes\n");
        transport().abortConnection();
    }

    void writeConnectionLost() override {}

    std::size_t count_ = 0;
};
