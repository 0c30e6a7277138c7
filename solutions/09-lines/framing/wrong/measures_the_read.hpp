// Fails: many short lines in one read are not a long one
//
// The limit is there, but on the wrong thing. A read may bring a thousand short
// lines at once; who sends many lines quickly would be shown out for nothing.
// Take out the lines first. Then what is left is one line, and its length is
// the one that counts.
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
        if (buffer_.size() > kLongest + 2) return lineTooLong();
        for (;;) {
            const auto end = buffer_.find("\r\n");
            if (end == std::string::npos) break;
            if (end > kLongest) return lineTooLong();
            lineReceived(untwist::Bytes(buffer_).substr(0, end));
            buffer_.erase(0, end + 2);
        }
        if (buffer_.size() >= kLongest + 2) lineTooLong();
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
