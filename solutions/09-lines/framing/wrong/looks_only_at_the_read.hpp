// Fails: the line end itself may be cut in two
//
// You look for "\r\n" in what has just come. When the "\r" came with the read
// before, there is only a "\n" here, and the line goes on as if nothing were.
// It works for years on one machine, and then somebody's network cuts there.
// Add the read to what you have, and look in that.
#pragma once

#include <cstddef>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Lines : public untwist::Protocol {
  public:
    static constexpr std::size_t kLongest = 20;  // bytes, without the "\r\n"

  private:
    void dataReceived(untwist::Bytes data) override {
        while (!transport().disconnecting()) {
            const auto end = data.find("\r\n");
            line_ += data.substr(0, end);
            if (end == untwist::Bytes::npos) {
                if (line_.size() >= kLongest + 2) lineTooLong();
                return;
            }
            data.remove_prefix(end + 2);
            const auto line = std::exchange(line_, {});
            line.size() > kLongest ? lineTooLong() : lineReceived(line);
        }
    }

    void lineReceived(untwist::Bytes line) {
        transport().write("[" + std::string(line) + "]\r\n");
    }

    void lineTooLong() {
        transport().write("too long\r\n");
        transport().loseConnection();
    }

    std::string line_;
};
