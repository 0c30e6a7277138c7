// Exercise: lines out of reads. You edit this file.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

// Answers each line with itself, in brackets.
class Lines : public untwist::Protocol {
  public:
    static constexpr std::size_t kLongest = 20;  // bytes, without the "\r\n"

  private:
    void dataReceived(untwist::Bytes data) override {
        // TODO: a read is not a line. Call lineReceived once for each line, and
        // lineTooLong when one is longer than kLongest.
        lineReceived(data);
    }

    void lineReceived(untwist::Bytes line) {
        transport().write("[" + std::string(line) + "]\r\n");
    }

    void lineTooLong() {
        transport().write("too long\r\n");
        transport().loseConnection();
    }
};
