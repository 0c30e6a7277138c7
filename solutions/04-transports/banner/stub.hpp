// Exercise: a banner for whoever connects. You edit this file.
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
        // TODO: "HOST greets PEER\r\n", then "* ITEM\r\n" for each of news_,
        // all in one writeSequence.
        transport().write("somebody greets somebody\r\n");
    }

    std::vector<std::string> news_;
};
