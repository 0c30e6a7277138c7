// Fails: a receipt goes to who sent the datagram
//
// You remember the first sender and answer it for ever, as if the port were a
// connection. Everybody else's receipts go to it as well. Each datagram says
// where it came from: from is an argument of each call for that reason.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "untwist/untwist.hpp"

class Receipt : public untwist::DatagramProtocol {
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        if (!peer_) peer_ = from;
        const int number = ++received_[from];
        transport().write(
            std::to_string(number) + ' ' + std::to_string(datagram.size()),
            *peer_);
    }

    std::map<untwist::Address, int> received_;
    std::optional<untwist::Address> peer_;
};
