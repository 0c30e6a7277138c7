// Fails: a line of 20 bytes is not too long, wherever it is cut
//
// Twenty bytes and a "\r" have come: 21, and more than kLongest. But the "\r"
// may be the first half of the line end, and then the line has 20. Without a
// line end you know that it is too long when kLongest + 2 bytes are there.
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
        for (;;) {
            const auto end = buffer_.find("\r\n");
            if (end == std::string::npos) break;
            if (end > kLongest) return lineTooLong();
            lineReceived(untwist::Bytes(buffer_).substr(0, end));
            buffer_.erase(0, end + 2);
        }
        if (buffer_.size() > kLongest) lineTooLong();
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
