// Solution: a server that sends a quote and closes.
//
// connectionMade comes first and needs nothing from the client. write queues
// the quote, loseConnection asks for the end that sends what is queued first.
// Both return at once: the reactor does the rest, however slowly the client
// reads, and whether or not it talks meanwhile.
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
        transport().loseConnection();
    }

    std::string quote_;
};
