// Solution: an echo server that answers in capital letters.
//
// The length comes from the bytes themselves, never from a zero at their end:
// they are not a C string. The 26 letters are compared by hand: std::toupper
// asks the locale, and a byte above 127 is, as a negative char, not even a
// value that it may be given.
//
// No byte depends on another. So it does not matter where the reads are cut,
// and nothing is kept between them.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class Uppercase : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        std::string answer(data);
        for (char& c : answer) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        transport().write(answer);
    }
};
