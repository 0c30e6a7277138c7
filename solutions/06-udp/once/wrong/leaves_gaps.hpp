// Fails: a message that is too early is not delivered, nor confirmed
//
// Anything newer than the last one is fine with you. So a message that has
// overtaken another is delivered first, and the one that it has overtaken is
// then too old: it is lost, though it came. The next number is last + 1, and no
// other.
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
        if (*number <= last) return;
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
