// Fails: an empty datagram is a datagram
//
// You leave out what is empty, as if nothing had come. Something has come: a
// datagram that says nothing, from somebody who waits for the receipt.
#pragma once

#include <map>
#include <string>

#include "untwist/untwist.hpp"

class Receipt : public untwist::DatagramProtocol {
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        if (datagram.empty()) return;
        const int number = ++received_[from];
        transport().write(
            std::to_string(number) + ' ' + std::to_string(datagram.size()),
            from);
    }

    std::map<untwist::Address, int> received_;
};
