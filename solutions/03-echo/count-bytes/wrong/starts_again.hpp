// Fails: bytes that come in several messages add up
//
// Your count is a local variable: it starts again with every read. Typed by
// hand, a line is one read, so it looks right. The network cuts where it likes:
// "hel" and "lo?" are as common as "hello?".
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class CountBytes : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        std::size_t count = 0;
        for (const char byte : data) {
            if (byte == '?') {
                transport().write(std::to_string(count) + "\n");
            } else {
                ++count;
            }
        }
    }
};
