// Fails: the server comes first, the client second
//
// toString returns a new string. Nobody keeps it: it is gone at the end of that
// line, and the view in pieces points to where it was. Bytes never owns
// anything. (AddressSanitizer tells you. Without it you send what happens to
// lie there now.) Give the string a name, and it lives as long as the function.
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
        std::vector<untwist::Bytes> pieces;
        pieces.push_back(transport().getHost().toString());
        pieces.push_back(" greets ");
        pieces.push_back(transport().getPeer().toString());
        pieces.push_back("\r\n");
        for (const std::string& item : news_) {
            pieces.insert(pieces.end(), {"* ", item, "\r\n"});
        }
        transport().writeSequence(pieces);
    }

    std::vector<std::string> news_;
};
