// Fails: each client has lines of its own
//
// static: there is one buffer in the whole program, and two clients who type at
// the same time write into each other's lines. What belongs to a connection is
// a member of its protocol: each connection has one of its own.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

class Lines : public untwist::Protocol {
  public:
    static constexpr std::size_t kLongest = 20;  // bytes, without the "\r\n"

  private:
    void dataReceived(untwist::Bytes data) override {
        static std::string buffer;
        buffer += data;
        while (!transport().disconnecting()) {
            const auto end = buffer.find("\r\n");
            if (end <= kLongest) {
                lineReceived(untwist::Bytes(buffer).substr(0, end));
                buffer.erase(0, end + 2);
            } else if (buffer.size() >= kLongest + 2) {
                buffer.clear();
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
};
