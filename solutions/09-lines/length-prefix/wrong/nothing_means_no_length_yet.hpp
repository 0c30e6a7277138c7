// Fails: an empty message is a message
//
// You keep the length in a member, and 0 stands for "none has come yet". But 0
// is a length too. An empty message is skipped without an answer. "None yet"
// needs a value that no length has, or a flag of its own.
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
        for (;;) {
            if (length_ == 0) {
                if (buffer_.size() < 4) return;
                length_ = lengthIn(buffer_);
                if (length_ > kLongest) return transport().loseConnection();
                buffer_.erase(0, 4);
                continue;
            }
            if (buffer_.size() < length_) return;
            messageReceived(untwist::Bytes(buffer_).substr(0, length_));
            buffer_.erase(0, length_);
            length_ = 0;
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
    std::size_t length_ = 0;
};
