// Fails: the bytes of a length have no sign
//
// A char has a sign on most machines: '\xc8' is -56, not 200. As a number of
// more bits it begins with ones, and your length is gigantic. Up to 127 all is
// well, and so are all small tests. Make it an unsigned char first.
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
            const std::size_t length = lengthIn(buffer_);
            if (length > kLongest) return transport().loseConnection();
            if (buffer_.size() - 4 < length) return;
            messageReceived(untwist::Bytes(buffer_).substr(4, length));
            buffer_.erase(0, 4 + length);
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
        for (const char byte : prefix.substr(0, 4)) {
            length = length << 8U | static_cast<std::size_t>(byte);
        }
        return length;
    }

    std::string buffer_;
};
