// Fails: what is no message is let go by
//
// stoull throws when there is no number in front, and takes "1x" and "-1" for
// numbers. The exception leaves datagramReceived. The port lives on, but the
// log fills up at the pace of whoever sends you rubbish. What comes from the
// network is to be looked at before it is believed.
#pragma once

#include <cstdint>
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
        if (space == untwist::Bytes::npos) return;
        const std::uint64_t number =
            std::stoull(std::string(datagram.substr(0, space)));
        auto& last = last_[from];
        if (number > last + 1) return;
        transport().write(datagram.substr(0, space), from);
        if (number <= last) return;
        last = number;
        deliver_(from, std::string(datagram.substr(space + 1)));
    }

    Deliver deliver_;
    std::map<untwist::Address, std::uint64_t> last_;
};
