// Fails: a message that is too early is not delivered, nor confirmed
//
// You do not deliver what is too early, but you confirm it. Its sender takes
// that for "delivered" and never sends it again. A confirmation is a promise:
// give it for what was delivered.
#pragma once

#include <charconv>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <system_error>
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
        const auto number = numberIn(datagram.substr(0, space));
        auto& last = last_[from];
        if (!number) return;
        transport().write(datagram.substr(0, space), from);
        if (*number != last + 1) return;
        last = *number;
        deliver_(from, std::string(datagram.substr(space + 1)));
    }

    // The number in front of the first space, if that is what is there.
    static std::optional<std::uint64_t> numberIn(untwist::Bytes text) {
        std::uint64_t number = 0;
        const auto* end = text.data() + text.size();
        const auto [rest, error] = std::from_chars(text.data(), end, number);
        if (error != std::errc() || rest != end) return std::nullopt;
        return number;
    }

    Deliver deliver_;
    std::map<untwist::Address, std::uint64_t> last_;
};
