// Fails: who announces 1001 bytes has to go before they come
//
// You wait until the message is there, and then see that it is too long. Until
// then you have kept it: up to 4 GB for each stranger, who need not even send
// the last byte. What you are to keep is known after four bytes. Refuse it
// there.
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
            if (buffer_.size() - 4 < length) return;
            if (length > kLongest) return transport().loseConnection();
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
