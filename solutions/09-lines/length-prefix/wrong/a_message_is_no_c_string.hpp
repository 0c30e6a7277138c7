// Fails: a message may hold any bytes
//
// You hand the message on as what data() points to, and that ends, for whoever
// takes a const char*, at the first zero. Your own string has its length: say
// it, as Bytes(pointer, length), or do not let it become a pointer at all.
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
            const std::string message = buffer_.substr(4, length);
            messageReceived(message.data());
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
