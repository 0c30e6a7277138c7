// Fails: a return or a newline alone ends nothing
//
// You end lines at "\n", and take a "\r" off if there is one. Many programs are
// that lenient, and it may be just what you want (the chat of this chapter is).
// But then it is another protocol. Two programs that disagree about where a
// line ends can be played off against each other: what one takes for the text
// of a line is a line of its own, a command, to the other.
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
            const auto end = buffer_.find('\n');
            if (end <= kLongest + 1) {
                auto line = untwist::Bytes(buffer_).substr(0, end);
                if (line.ends_with('\r')) line.remove_suffix(1);
                line.size() > kLongest ? lineTooLong() : lineReceived(line);
                buffer_.erase(0, end + 1);
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
