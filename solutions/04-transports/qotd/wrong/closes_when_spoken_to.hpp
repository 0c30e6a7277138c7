// Fails: after the quote the server closes
//
// You close when the client answers. A Quote of the Day client has nothing to
// answer. You need not wait for anything before you close: loseConnection sends
// what is queued first.
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
        transport().loseConnection();
    }

    std::string quote_;
};
