// Fails: an IPv6 address is told from its port
//
// "::1:8000" is an address without a port as well as one with: an IPv6 address
// is full of colons. So it is written in brackets, "[::1]:8000". toString knows
// that, and you need not.
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
        const auto written = [](const untwist::Address& address) {
            return address.host() + ':' + std::to_string(address.port());
        };
        const std::string host = written(transport().getHost());
        const std::string peer = written(transport().getPeer());
        std::vector<untwist::Bytes> pieces{host, " greets ", peer, "\r\n"};
        for (const std::string& item : news_) {
            pieces.insert(pieces.end(), {"* ", item, "\r\n"});
        }
        transport().writeSequence(pieces);
    }

    std::vector<std::string> news_;
};
