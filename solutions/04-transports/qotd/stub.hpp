// Exercise: a server that sends a quote and closes. You edit this file.
#pragma once

#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Qotd : public untwist::Protocol {
  public:
    explicit Qotd(std::string quote) : quote_(std::move(quote)) {}

  private:
    void dataReceived(untwist::Bytes /*data*/) override {
        // TODO: the quote is for everybody who connects, whatever they say, and
        // when it has been sent the connection is over.
        transport().write(quote_);
    }

    std::string quote_;
};
