// Fails: small letters come back as capitals
//
// Your loop makes capitals, and nobody keeps them: "for (char c : answer)"
// copies each character into c, and a change of the copy leaves the string as
// it was. Write "char& c", or put each result into a string of its own.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

class Uppercase : public untwist::Protocol {
    void dataReceived(untwist::Bytes data) override {
        std::string answer(data);
        for (char c : answer) {
            if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
        }
        transport().write(answer);
    }
};
