// Fails: an item may hold any byte
//
// c_str() makes a view that ends at the first zero. Bytes knows its length, and
// so does the string: pass the string itself.
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
            pieces.insert(pieces.end(), {"* ", item.c_str(), "\r\n"});
        }
        transport().writeSequence(pieces);
    }

    std::vector<std::string> news_;
};
