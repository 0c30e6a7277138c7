// Fails: a datagram gets a receipt
//
// You collect bytes until there is a line end, as one has to on a stream. A
// datagram is whole when it comes. One without a line end waits for ever here,
// and two from different senders are glued together.
#pragma once

#include <map>
#include <string>

#include "untwist/untwist.hpp"

class Receipt : public untwist::DatagramProtocol {
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        buffer_ += datagram;
        const auto end = buffer_.find('\n');
        if (end == std::string::npos) return;
        const int number = ++received_[from];
        transport().write(
            std::to_string(number) + ' ' + std::to_string(end + 1), from);
        buffer_.erase(0, end + 1);
    }

    std::string buffer_;
    std::map<untwist::Address, int> received_;
};
