// Fails: who announces gigabytes has to go
//
// With an int, ff ff ff ff is -1. That is not more than kLongest, so it passes,
// and what follows counts with it: substr(4, -1) means "all there is", and
// erasing 4 - 1 bytes leaves one behind. Such mistakes have let strangers read
// what they should not. A length has no sign: nor should its type.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

// Sends each message back, the last byte first.
class Reverser : public untwist::Protocol {
  public:
    static constexpr std::size_t kLongest = 1000;  // bytes, without the length

  private:
    void dataReceived(untwist::Bytes data) override {
        buffer_ += data;
        while (buffer_.size() >= 4) {
            const int length = static_cast<int>(lengthIn(buffer_));
            if (length > static_cast<int>(kLongest)) {
                return transport().loseConnection();
            }
            if (static_cast<int>(buffer_.size()) < 4 + length) return;
            const auto size = static_cast<std::size_t>(length);
            messageReceived(untwist::Bytes(buffer_).substr(4, size));
            buffer_.erase(0, 4 + size);
        }
    }

    void messageReceived(untwist::Bytes message) {
        std::string prefix;
        for (int shift = 24; shift >= 0; shift -= 8) {
            prefix += static_cast<char>(message.size() >> shift);
        }
        transport().write(prefix +
                          std::string(message.rbegin(), message.rend()));
    }

    static std::size_t lengthIn(untwist::Bytes prefix) {
        std::size_t length = 0;
        for (const unsigned char byte : prefix.substr(0, 4)) {
            length = length << 8U | byte;
        }
        return length;
    }

    std::string buffer_;
};
