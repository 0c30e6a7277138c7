// Solution: lines out of reads.
//
// What has come and is not used yet waits in buffer_, a whole read or half a
// line end alike, and the search is in there: where reads were cut no longer
// shows. Once nothing but the beginning of a line is left, it stays: kLongest
// bytes and a "\r" at most, or it is too long.
//
// find answers npos when a line has not ended, and npos is more than kLongest:
// so the first question is whether a good line is there, the second whether
// there can still be one.
//
// erase moves the rest of the read to the front, once for each line. The
// library's LineReceiver does without that, and works on the read as it lies.
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
                lineReceived(untwist::Bytes(buffer_).substr(0, end));
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
