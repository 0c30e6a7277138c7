// Fails: bytes above 127 come back as they are
//
// A table with an entry for each byte is a fine idea, and fast. But char is
// signed on most machines: the byte 0xe9 is -23, and your table has no entry
// -23. You read memory in front of it. Turn the char into an unsigned char
// first. (The same slip makes std::toupper(c) undefined for these bytes.)
#pragma once

#include <array>
#include <string>

#include "untwist/untwist.hpp"

class Uppercase : public untwist::Protocol {
  public:
    Uppercase() {
        for (int byte = 0; byte < 256; ++byte) {
            const bool small = byte >= 'a' && byte <= 'z';
            capital_[byte] = static_cast<char>(small ? byte - 32 : byte);
        }
    }

  private:
    void dataReceived(untwist::Bytes data) override {
        std::string answer(data);
        for (char& c : answer) c = capital_[c];
        transport().write(answer);
    }

    std::array<char, 256> capital_{};
};
