// Fails: after that nothing is answered
//
// loseConnection returns, and so your loop goes on. You skip the length that is
// too much, and take what follows for the next message. But what follows is the
// one that you have refused: from here on, the stranger's bytes are read as
// lengths. After loseConnection, return.
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
            if (length > kLongest) {
                transport().loseConnection();
                buffer_.erase(0, 4);
                continue;
            }
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
        for (const unsigned char byte : prefix.substr(0, 4)) {
            length = length << 8U | byte;
        }
        return length;
    }

    std::string buffer_;
};
