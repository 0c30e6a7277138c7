// Fails: two programs on one host are two senders
//
// Your key is the host. Two programs on one machine have the same, and so have
// all the machines behind one router. What tells senders apart is the address
// with its port.
#pragma once

#include <map>
#include <string>

#include "untwist/untwist.hpp"

class Receipt : public untwist::DatagramProtocol {
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        const int number = ++received_[from.host()];
        transport().write(
            std::to_string(number) + ' ' + std::to_string(datagram.size()),
            from);
    }

    std::map<std::string, int> received_;
};
