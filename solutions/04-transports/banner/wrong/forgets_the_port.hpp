// Fails: the server comes first, the client second
//
// host() is the IP address alone. Two clients on one machine have the same one:
// it is the port that tells them apart. An end of a connection is an address
// and a port together.
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
        const std::string host = transport().getHost().host();
        const std::string peer = transport().getPeer().host();
        std::vector<untwist::Bytes> pieces{host, " greets ", peer, "\r\n"};
        for (const std::string& item : news_) {
            pieces.insert(pieces.end(), {"* ", item, "\r\n"});
        }
        transport().writeSequence(pieces);
    }

    std::vector<std::string> news_;
};
