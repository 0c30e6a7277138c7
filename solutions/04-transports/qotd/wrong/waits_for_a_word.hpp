// Fails: the quote comes without a word from the client
//
// dataReceived is called when the client has said something. This one has
// connected to be told something: it waits for you, and you wait for it. What
// is to happen at the start belongs into connectionMade.
#pragma once

#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Qotd : public untwist::Protocol {
  public:
    explicit Qotd(std::string quote) : quote_(std::move(quote)) {}

  private:
    void dataReceived(untwist::Bytes /*data*/) override {
        transport().write(quote_);
        transport().loseConnection();
    }

    std::string quote_;
};
