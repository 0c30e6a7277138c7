#include "untwist/address.hpp"

#include <algorithm>
#include <asio/ip/address.hpp>
#include <ostream>

#include "untwist/error.hpp"

namespace untwist {

Address::Address(const std::string& host, std::uint16_t port) : port_(port) {
    asio::error_code error;
    const auto parsed = asio::ip::make_address(host, error);
    if (error) {
        throw error::InvalidAddressError("\"" + host +
                                         "\" is not an IPv4 or IPv6 address");
    }
    if (parsed.is_v4()) {
        family_ = Family::ipv4;
        std::ranges::copy(parsed.to_v4().to_bytes(), ip_.begin());
    } else {
        family_ = Family::ipv6;
        std::ranges::copy(parsed.to_v6().to_bytes(), ip_.begin());
        scope_ = static_cast<std::uint32_t>(parsed.to_v6().scope_id());
    }
}

Address::Address(Family family, const std::array<std::uint8_t, 16>& ip,
                 std::uint16_t port, std::uint32_t scope)
    : ip_(ip), scope_(scope), port_(port), family_(family) {}

std::string Address::host() const {
    if (family_ == Family::none) return {};
    if (family_ == Family::ipv6) {
        return asio::ip::address_v6(ip_, scope_).to_string();
    }
    asio::ip::address_v4::bytes_type bytes;
    std::copy_n(ip_.begin(), bytes.size(), bytes.begin());
    return asio::ip::address_v4(bytes).to_string();
}

std::string Address::toString() const {
    const auto number = ":" + std::to_string(port_);
    if (family_ == Family::ipv6) return "[" + host() + "]" + number;
    return host() + number;
}

std::ostream& operator<<(std::ostream& out, const Address& address) {
    return out << address.toString();
}

}  // namespace untwist
