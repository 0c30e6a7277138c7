// Fails: the server keeps nothing of a connection that is over
//
// To the client it looks right: loseWriteConnection sends the quote, then says
// that no more will come. But it ends your half alone. You still listen, and a
// client that keeps its half open holds your connection, and a descriptor, for
// as long as it likes.
#pragma once

#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Qotd : public untwist::Protocol {
  public:
    explicit Qotd(std::string quote) : quote_(std::move(quote)) {}

  private:
    void connectionMade() override {
        transport().write(quote_);
        transport().loseWriteConnection();
    }

    std::string quote_;
};
