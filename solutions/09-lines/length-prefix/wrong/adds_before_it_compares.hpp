// Fails: who announces gigabytes has to go
//
// 4,294,967,295 and four more do not fit into 32 bits: the sum is 3, and 3 is
// not too much. So the largest of all lengths passes your limit. Compare what
// was announced, as it was announced, before you count with it.
#pragma once

#include <cstddef>
#include <cstdint>
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
            const auto length = static_cast<std::uint32_t>(lengthIn(buffer_));
            const std::uint32_t both = length + 4;
            if (both > kLongest + 4) return transport().loseConnection();
            if (buffer_.size() < both) return;
            messageReceived(untwist::Bytes(buffer_).substr(4, length));
            buffer_.erase(0, both);
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
