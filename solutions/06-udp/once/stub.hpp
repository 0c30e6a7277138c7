// Exercise: each message once, and in order. You edit this file.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "untwist/untwist.hpp"

class Once : public untwist::DatagramProtocol {
  public:
    using Deliver =
        std::function<void(const untwist::Address& from, std::string text)>;

    explicit Once(Deliver deliver) : deliver_(std::move(deliver)) {}

  private:
    // A message is "NUMBER TEXT". Its sender sends it again and again until it
    // gets "NUMBER" back; only then comes the next number. The first is 1.
    void datagramReceived(untwist::Bytes datagram,
                          const untwist::Address& from) override {
        // TODO: this delivers whatever comes, as often as it comes.
        const auto space = datagram.find(' ');
        if (space == untwist::Bytes::npos) return;
        deliver_(from, std::string(datagram.substr(space + 1)));
        transport().write(datagram.substr(0, space), from);
    }

    Deliver deliver_;
};
