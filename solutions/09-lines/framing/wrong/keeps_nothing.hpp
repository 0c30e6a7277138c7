// Fails: a line that comes in pieces is one line
//
// You cut each read into lines, and that is half of it. What comes behind the
// last line end is the beginning of a line, and its other half comes with the
// next read. Keep it until then: data is gone when dataReceived returns, so it
// has to be in a member.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Lines : public untwist::Protocol {
  public:
    static constexpr std::size_t kLongest = 20;  // bytes, without the "\r\n"

  private:
    void dataReceived(untwist::Bytes data) override {
        while (!data.empty() && !transport().disconnecting()) {
            const auto end = data.find("\r\n");
            if (end == untwist::Bytes::npos) return;
            if (end > kLongest) return lineTooLong();
            lineReceived(data.substr(0, end));
            data.remove_prefix(end + 2);
        }
    }

    void lineReceived(untwist::Bytes line) {
        transport().write("[" + std::string(line) + "]\r\n");
    }

    void lineTooLong() {
        transport().write("too long\r\n");
        transport().loseConnection();
    }
};
