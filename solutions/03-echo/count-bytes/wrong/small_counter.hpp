// Fails: a hundred thousand bytes are counted
//
// A 16-bit counter goes back to zero after 65,535 bytes, which a client sends
// in less than a millisecond. A connection may stay for months: count in 64
// bits.
#pragma once

#include <cstdint>
#include <string>

#include "untwist/untwist.hpp"

class CountBytes : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        for (const char byte : data) {
            if (byte == '?') {
                transport().write(std::to_string(count_) + "\n");
            } else {
                ++count_;
            }
        }
    }

    std::uint16_t count_ = 0;
};
