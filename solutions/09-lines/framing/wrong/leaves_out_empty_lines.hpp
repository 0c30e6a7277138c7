// Fails: an empty line is a line
//
// Two line ends in a row have a line between them, and it says something: an
// empty line ends the head of an HTTP request, and begins the text of a mail.
// Whether it matters is for lineReceived to say.
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
        while (!transport().disconnecting()) {
            const auto end = buffer_.find("\r\n");
            if (end <= kLongest) {
                const auto line = untwist::Bytes(buffer_).substr(0, end);
                if (!line.empty()) lineReceived(line);
                buffer_.erase(0, end + 2);
            } else if (buffer_.size() >= kLongest + 2) {
                lineTooLong();
            } else {
                return;
            }
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
