// Solution: a banner in one writeSequence.
//
// The pieces are views: they belong to strings that live at least as long as
// the call, which is why peer and host have names. Once writeSequence has
// returned it has its own copy, and they may go.
//
// toString writes an IPv6 address in brackets, so that it can be told from the
// port. Who are we? getHost says by which of our addresses the peer came.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "untwist/untwist.hpp"

class Banner : public untwist::Protocol {
  public:
    explicit Banner(std::vector<std::string> news) : news_(std::move(news)) {}

  private:
    void connectionMade() override {
        const std::string host = transport().getHost().toString();
        const std::string peer = transport().getPeer().toString();
        std::vector<untwist::Bytes> pieces{host, " greets ", peer, "\r\n"};
        for (const std::string& item : news_) {
            pieces.insert(pieces.end(), {"* ", item, "\r\n"});
        }
        transport().writeSequence(pieces);
    }

    std::vector<std::string> news_;
};
