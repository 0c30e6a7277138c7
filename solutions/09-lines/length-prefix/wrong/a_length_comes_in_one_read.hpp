// Fails: a message may be cut anywhere, its length too
//
// You are careful with the message, and trust the four bytes to come together.
// They nearly always do, which makes it worse: when they do not, you throw away
// what has come of them, and from then on every length is read from the middle
// of something else.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

// Sends each message back, the last byte first.
class Reverser : public untwist::Protocol {
  public:
    static constexpr std::size_t kLongest = 1000;  // bytes, without the length

  private:
    void dataReceived(untwist::Bytes data) override {
        while (!data.empty()) {
            if (!hasLength_) {
                if (data.size() < 4) return;
                missing_ = lengthIn(data);
                if (missing_ > kLongest) return transport().loseConnection();
                hasLength_ = true;
                data.remove_prefix(4);
            }
            const auto part = data.substr(0, missing_);
            buffer_ += part;
            missing_ -= part.size();
            data.remove_prefix(part.size());
            if (missing_ > 0) return;
            messageReceived(std::exchange(buffer_, {}));
            hasLength_ = false;
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
    std::size_t missing_ = 0;
    bool hasLength_ = false;
};
