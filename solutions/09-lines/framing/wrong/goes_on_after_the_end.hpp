// Fails: after a line that is too long nothing is answered
//
// loseConnection returns, and so your loop goes on with the next line. No more
// reads come, that is true, but this one is still in your hands. And what you
// write before the connection is closed is still sent. After each call that may
// end the connection, ask whether it has: transport().disconnecting().
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
            if (end > kLongest) {
                lineTooLong();
            } else {
                lineReceived(untwist::Bytes(buffer_).substr(0, end));
            }
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
