// Fails: after nine comes ten
//
// You compare the numbers as they are written. As texts, "9" comes after "10",
// because "9" comes after "1". When ten is next, an old 9 that is sent again
// looks too early: it is never confirmed, and its sender never goes on. No test
// with fewer messages will find it. Read the digits into a number.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Once : public untwist::DatagramProtocol {
  public:
    using Deliver =
        std::function<void(const untwist::Address& from, std::string text)>;

    explicit Once(Deliver deliver) : deliver_(std::move(deliver)) {}

  private:
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        const auto space = datagram.find(' ');
        if (space == untwist::Bytes::npos || space == 0) return;
        const std::string number(datagram.substr(0, space));
        if (number.find_first_not_of("0123456789") != number.npos) return;
        auto& next = next_.try_emplace(from, "1").first->second;
        if (number > next) return;
        transport().write(number, from);
        if (number < next) return;
        next = std::to_string(std::stoull(next) + 1);
        deliver_(from, std::string(datagram.substr(space + 1)));
    }

    Deliver deliver_;
    std::map<untwist::Address, std::string> next_;
};
