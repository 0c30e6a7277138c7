// Fails: the banner is handed over in one call
//
// The client would see the same bytes: writes are queued, and leave together.
// But you ask the transport as many times as you have pieces, and a transport
// that does something for each write (one that encrypts, say, or that wraps
// each in a frame) does it that many times. You have all pieces: say so.
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
        transport().write(host + " greets " + peer + "\r\n");
        for (const std::string& item : news_) {
            transport().write("* " + item + "\r\n");
        }
    }

    std::vector<std::string> news_;
};
