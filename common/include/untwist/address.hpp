// Who is at the other end, and who are we: an IP address and a port.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <iosfwd>
#include <string>

namespace untwist {

// A numeric IPv4 or IPv6 address and a port (Twisted's IPv4Address and
// IPv6Address). A small value: it is kept as numbers and written as text only
// when asked.
class Address {
  public:
    enum class Family : std::uint8_t { none, ipv4, ipv6 };

    // No address: what a transport that is not a socket has.
    Address() = default;

    // From text such as "127.0.0.1", "::1" or "fe80::1%2". Throws
    // error::InvalidAddressError for anything else, host names included.
    Address(const std::string& host, std::uint16_t port);

    // From the bytes of an address in network order; 4 of them for ipv4.
    Address(Family family, const std::array<std::uint8_t, 16>& ip,
            std::uint16_t port, std::uint32_t scope = 0);

    Family family() const { return family_; }
    std::string host() const;  // "127.0.0.1", "::1"; "" for no address
    std::uint16_t port() const { return port_; }
    const std::array<std::uint8_t, 16>& ip() const { return ip_; }
    std::uint32_t scope() const { return scope_; }

    // "127.0.0.1:8000", "[::1]:8000"
    std::string toString() const;

    friend bool operator==(const Address&, const Address&) = default;
    friend auto operator<=>(const Address&, const Address&) = default;

  private:
    std::array<std::uint8_t, 16> ip_{};
    std::uint32_t scope_ = 0;
    std::uint16_t port_ = 0;
    Family family_ = Family::none;
};

std::ostream& operator<<(std::ostream& out, const Address& address);

}  // namespace untwist
