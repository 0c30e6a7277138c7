// Solution: a receipt for each datagram.
//
// What a connection would have kept apart, a map does: the key is the sender's
// address with its port. Nothing ever leaves this map, because no sender ever
// says that it has gone. A server that runs for long forgets those who have
// been silent for a while; this one does not.
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
    }

    std::map<untwist::Address, int> received_;
};
