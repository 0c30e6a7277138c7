// What chapters 10 to 12 share: slow quote servers, and a client that fetches
// from one.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

#include "untwist/untwist.hpp"

// A quote is one line of less than 512 characters, as RFC 865 asks.
inline constexpr std::size_t kTooLong = 512;

// #region errors
// What a server sent is no quote.
class QuoteError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};
class NoQuote : public QuoteError {
  public:
    NoQuote() : QuoteError("the server has no quote") {}
};
class QuoteTooLong : public QuoteError {
  public:
    QuoteTooLong() : QuoteError("that is no quote, it is a book") {}
};
// #endregion

// Listens on a port that the system picks, and returns where. Whoever connects
// is sent `text` after `delay`, then the connection is closed.
untwist::Address serveQuote(untwist::Reactor& reactor, const std::string& text,
                            untwist::Duration delay);

// Where nobody listens: connections are refused.
untwist::Address nobody();

// Everything that a server sends before it closes (of what is too long, the
// beginning). Fails with what ended the connection, or the attempt. cancel()
// hangs up.
untwist::Deferred<std::string> fetchText(untwist::IReactorTCP& reactor,
                                         const untwist::Address& server);

// The text without its line end. Throws NoQuote if there is none, QuoteTooLong
// if there is too much.
std::string asQuote(std::string text);

// One after the other.
untwist::Deferred<std::string> fetchQuote(untwist::IReactorTCP& reactor,
                                          const untwist::Address& server);
