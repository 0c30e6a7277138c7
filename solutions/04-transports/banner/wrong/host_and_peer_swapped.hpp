// Fails: the server comes first, the client second
//
// getHost is this end of the connection, getPeer the other. Yours greets itself
// in the name of its client. On one machine both are 127.0.0.1, so only the
// ports tell: that is how it looks right.
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
        const std::string host = transport().getPeer().toString();
        const std::string peer = transport().getHost().toString();
        std::vector<untwist::Bytes> pieces{host, " greets ", peer, "\r\n"};
        for (const std::string& item : news_) {
            pieces.insert(pieces.end(), {"* ", item, "\r\n"});
        }
        transport().writeSequence(pieces);
    }

    std::vector<std::string> news_;
};
