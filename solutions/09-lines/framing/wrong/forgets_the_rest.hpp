// Fails: what comes after a line's end begins the next line
//
// A line has ended, and you empty the buffer. What lay behind the line end was
// not yours to throw away: it is the next line, or its beginning. Take off the
// front what you have used, and no more.
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
            buffer_.clear();
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
