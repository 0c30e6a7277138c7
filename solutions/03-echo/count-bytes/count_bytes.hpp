// Solution: a server that counts what each client sends.
//
// The count is a member: the factory makes one CountBytes for each connection,
// so each has a count that starts at zero, lives through all its reads and
// goes away with it. The loop answers in the middle of a read, with the count
// as it is there; so the answer does not depend on where the reads are cut.
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

    std::uint64_t count_ = 0;
};
