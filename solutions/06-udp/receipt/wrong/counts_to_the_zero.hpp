// Fails: zeros are bytes, too
//
// strlen stops at the first zero byte, and where there is none it goes on into
// memory that is not yours: bytes are no C string. The size is known; ask it.
#pragma once

#include <cstring>
#include <map>
#include <string>

#include "untwist/untwist.hpp"

class Receipt : public untwist::DatagramProtocol {
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        const int number = ++received_[from];
        transport().write(std::to_string(number) + ' ' +
                              std::to_string(std::strlen(datagram.data())),
                          from);
    }

    std::map<untwist::Address, int> received_;
};
