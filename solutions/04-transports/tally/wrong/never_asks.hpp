// Fails: the answer comes when the client has said all
//
// The function has the right name, but nobody calls it. The transport looks
// whether your protocol derives from IHalfCloseableProtocol, and this one does
// not. The word override would have told you: the compiler rejects it here.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Tally : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override { count_ += data.size(); }

    void readConnectionLost() {
        transport().write(std::to_string(count_) + " bytes\n");
        transport().loseConnection();
    }

    void writeConnectionLost() {}

    std::size_t count_ = 0;
};
