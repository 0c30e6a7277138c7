// Fails: the most significant byte comes first
//
// memcpy takes the four bytes in the order in which your processor keeps its
// numbers, and most processors begin with the least significant one: 5 becomes
// 83,886,080. Put the number together from its bytes, most significant first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
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
            std::uint32_t length = 0;
            std::memcpy(&length, buffer_.data(), sizeof length);
            if (length > kLongest) return transport().loseConnection();
            if (buffer_.size() - 4 < length) return;
            messageReceived(untwist::Bytes(buffer_).substr(4, length));
            buffer_.erase(0, 4 + length);
        }
    }

    void messageReceived(untwist::Bytes message) {
        const auto length = static_cast<std::uint32_t>(message.size());
        std::string prefix(sizeof length, '\0');
        std::memcpy(prefix.data(), &length, sizeof length);
        transport().write(prefix +
                          std::string(message.rbegin(), message.rend()));
    }

    std::string buffer_;
};
