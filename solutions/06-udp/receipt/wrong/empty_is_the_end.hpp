// Fails: an empty datagram is not the end
//
// With a TCP socket, a read of zero bytes is the end of the stream, and you
// clean up there. A datagram of zero bytes is a datagram like any other.
// Nothing ends: there is no stream to end.
#pragma once

#include <map>
#include <string>

#include "untwist/untwist.hpp"

class Receipt : public untwist::DatagramProtocol {
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        const int number = ++received_[from];
        transport().write(
            std::to_string(number) + ' ' + std::to_string(datagram.size()),
            from);
        if (datagram.empty()) received_.erase(from);
    }

    std::map<untwist::Address, int> received_;
};
