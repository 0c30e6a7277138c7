// Fails: a zero is a byte like any other
//
// You take data.data() for a C string. Nothing says that there is a zero behind
// the bytes: strlen runs on into memory that is not yours (AddressSanitizer
// stops it there). And if a client sends a zero, strlen stops at it, and what
// follows is never answered. The length is data.size().
#pragma once

#include <cstring>
#include <string>

#include "untwist/untwist.hpp"

class Uppercase : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        std::string answer(data.data(), std::strlen(data.data()));
        for (char& c : answer) {
            if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        }
        transport().write(answer);
    }
};
