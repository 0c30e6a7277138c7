// Fails: the quote comes without a word from the client
//
// write only queues: when you call abortConnection, not a byte has left. It
// throws away what is queued and resets the connection, and the client gets an
// error instead of a quote. loseConnection is the end that sends first.
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
        transport().abortConnection();
    }

    std::string quote_;
};
