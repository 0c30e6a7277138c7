// Fails: who talks gets the same quote, once
//
// You put the end off until the client has spoken, and then say the quote
// again. RFC 865 throws away what the client says. A loseConnection right after
// the first write would have done that for you: it reads no more.
#pragma once

#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Qotd : public untwist::Protocol {
  public:
    explicit Qotd(std::string quote) : quote_(std::move(quote)) {}

  private:
    void connectionMade() override { transport().write(quote_); }

    void dataReceived(untwist::Bytes /*data*/) override {
        transport().write(quote_);
        transport().loseConnection();
    }

    std::string quote_;
};
