// Fails: after the quote the server closes
//
// The quote is sent, and the connection stays. In RFC 865 the end of the
// connection is how a client knows that it has all of the quote: yours waits
// for the rest of it for ever, and you keep a descriptor for each.
#pragma once

#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Qotd : public untwist::Protocol {
  public:
    explicit Qotd(std::string quote) : quote_(std::move(quote)) {}

  private:
    void connectionMade() override { transport().write(quote_); }

    std::string quote_;
};
