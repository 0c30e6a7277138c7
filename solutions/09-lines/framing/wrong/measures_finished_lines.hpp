// Fails: a line that never ends is too long as soon as that is certain
//
// You look at a line's length when its end has come. A stranger who never sends
// one makes you keep all there is, until your memory is full: the limit is
// there, and nobody ever asks for it. A limit on what you keep belongs where
// you keep it.
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
            if (end == std::string::npos) return;
            if (end > kLongest) return lineTooLong();
            lineReceived(untwist::Bytes(buffer_).substr(0, end));
            buffer_.erase(0, end + 2);
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
