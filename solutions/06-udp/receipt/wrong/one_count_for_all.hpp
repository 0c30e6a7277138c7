// Fails: each sender has a count of its own
//
// A member of a Protocol belongs to one connection. A DatagramProtocol has no
// connections: there is one object, and all senders share its members. Your
// count is everybody's.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class Receipt : public untwist::DatagramProtocol {
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        const int number = ++received_;
        transport().write(
            std::to_string(number) + ' ' + std::to_string(datagram.size()),
            from);
    }

    int received_ = 0;
};
