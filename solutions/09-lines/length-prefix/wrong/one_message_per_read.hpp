// Fails: two messages in one read are two
//
// You take one message each time you are called. The second one waits in the
// buffer until something else comes, and if its sender waits for your answer,
// nothing does. Take messages for as long as there are any: while, not if.
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
        if (buffer_.size() < 4) return;
        const std::size_t length = lengthIn(buffer_);
        if (length > kLongest) return transport().loseConnection();
        if (buffer_.size() - 4 < length) return;
        messageReceived(untwist::Bytes(buffer_).substr(4, length));
        buffer_.erase(0, 4 + length);
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
