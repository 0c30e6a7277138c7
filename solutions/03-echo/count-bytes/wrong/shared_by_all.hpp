// Fails: each connection has a count of its own
//
// A static variable does live through all reads. But there is one for the whole
// program, so bob is told about alice's bytes. There is one protocol object for
// each connection: a plain member is what you are looking for.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class CountBytes : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        static std::size_t count = 0;
        for (const char byte : data) {
            if (byte == '?') {
                transport().write(std::to_string(count) + "\n");
            } else {
                ++count;
            }
        }
    }
};
