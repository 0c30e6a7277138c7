// Fails: a long one is counted to its end
//
// You copy the datagram into a buffer of 512 bytes first. What is longer loses
// its end there, and nobody notices: that is how datagrams are cut off, without
// an error. It is all here already. If you need a copy, let it be a string.
#pragma once

#include <array>
#include <map>
#include <string>

#include "untwist/untwist.hpp"

class Receipt : public untwist::DatagramProtocol {
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        std::array<char, 512> buffer{};
        const auto size = datagram.copy(buffer.data(), buffer.size());
        const int number = ++received_[from];
        transport().write(std::to_string(number) + ' ' + std::to_string(size),
                          from);
    }

    std::map<untwist::Address, int> received_;
};
