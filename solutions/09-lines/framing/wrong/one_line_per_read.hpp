// Fails: two lines in one read are two lines
//
// You take one line each time you are called. The second one lies in the buffer
// until the next read, and if its sender waits for your answer, there is no
// next read. Take lines for as long as there are any: while, not if.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Lines : public untwist::Protocol {
  public:
    static constexpr std::size_t kLongest = 20;  // bytes, without the "\r\n"

  private:
    void dataReceived(untwist::Bytes data) override {
        buffer_ += data;
        const auto end = buffer_.find("\r\n");
        if (end <= kLongest) {
            lineReceived(untwist::Bytes(buffer_).substr(0, end));
            buffer_.erase(0, end + 2);
        } else if (buffer_.size() >= kLongest + 2) {
            lineTooLong();
        }
    }

    void lineReceived(untwist::Bytes line) {
        transport().write("[" + std::string(line) + "]\r\n");
    }

    void lineTooLong() {
        transport().write("too long\r\n");
        transport().loseConnection();
    }

    std::string buffer_;
};
