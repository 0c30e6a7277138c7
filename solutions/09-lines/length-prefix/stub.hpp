// Exercise: messages with their length in front. You edit this file.
#pragma once

#include <cstddef>
#include <string>

#include "untwist/untwist.hpp"

// Sends each message back, the last byte first.
class Reverser : public untwist::Protocol {
  public:
    static constexpr std::size_t kLongest = 1000;  // bytes, without the length

  private:
    void dataReceived(untwist::Bytes data) override {
        // TODO: call messageReceived once for each message, without the four
        // bytes in front of it. Whoever announces too much has to go.
        messageReceived(data);
    }

    void messageReceived(untwist::Bytes message) {
        // TODO: the answer needs its length in front, too.
        transport().write(std::string(message.rbegin(), message.rend()));
    }
};
