#include "socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <stdexcept>

#include "untwist/error.hpp"

namespace untwist {

Address toAddress(const asio::ip::address& ip, std::uint16_t port) {
    std::array<std::uint8_t, 16> bytes{};
    if (ip.is_v4()) {
        std::ranges::copy(ip.to_v4().to_bytes(), bytes.begin());
        return {Address::Family::ipv4, bytes, port};
    }
    std::ranges::copy(ip.to_v6().to_bytes(), bytes.begin());
    return {Address::Family::ipv6, bytes, port,
            static_cast<std::uint32_t>(ip.to_v6().scope_id())};
}

asio::ip::address toIp(const Address& address) {
    if (address.family() == Address::Family::ipv6) {
        return asio::ip::address_v6(address.ip(), address.scope());
    }
    asio::ip::address_v4::bytes_type bytes{};
    std::copy_n(address.ip().begin(), bytes.size(), bytes.begin());
    return asio::ip::address_v4(bytes);
}

Address listenAddress(const std::string& host, std::uint16_t port) {
    try {
        return {host == "localhost" ? "127.0.0.1" : host, port};
    } catch (const std::invalid_argument& error) {
        throw error::CannotListenError(error.what());
    }
}

std::error_code systemCode(const asio::error_code& error) {
    return {error.value(), std::system_category()};
}

bool wouldBlock(const asio::error_code& error) {
    return error == asio::error::would_block ||
           error == asio::error::try_again || error == asio::error::interrupted;
}

Address localAddress(int descriptor) {
    Tcp::endpoint endpoint;
    auto size = static_cast<socklen_t>(endpoint.capacity());
    if (::getsockname(descriptor, endpoint.data(), &size) != 0) return {};
    endpoint.resize(size);
    return toAddress(endpoint);
}

void closeOnExec(int descriptor) { ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

void sharePort(int descriptor) {
    const int on = 1;
    if (::setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on)) {
        throw asio::system_error(errno, asio::error::get_system_category());
    }
}

int acceptConnection(int listener, Tcp::endpoint& peer,
                     asio::error_code& error) {
    auto size = static_cast<socklen_t>(peer.capacity());
#ifdef __linux__
    const int accepted =
        ::accept4(listener, peer.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
#else
    const int accepted = ::accept(listener, peer.data(), &size);
    if (accepted >= 0) {
        closeOnExec(accepted);
        ::fcntl(accepted, F_SETFL, O_NONBLOCK);
#ifdef SO_NOSIGPIPE
        const int on = 1;
        ::setsockopt(accepted, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on);
#endif
    }
#endif
    if (accepted < 0) {
        error.assign(errno, asio::error::get_system_category());
    } else {
        error.clear();
        peer.resize(size);
    }
    return accepted;
}

#ifdef SO_TIMESTAMPNS

void stampArrivals(int descriptor) {
    const int on = 1;
    ::setsockopt(descriptor, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

// The kernel stamps with the time of day; applications count steady time.
Duration arrivalOf(msghdr& message) {
    const auto* stamp = CMSG_FIRSTHDR(&message);
    if (!stamp || stamp->cmsg_level != SOL_SOCKET ||
        stamp->cmsg_type != SCM_TIMESTAMPNS) {
        return {};
    }
    timespec time{};
    std::memcpy(&time, CMSG_DATA(stamp), sizeof time);
    const auto wall = std::chrono::seconds(time.tv_sec) +
                      std::chrono::nanoseconds(time.tv_nsec);
    const auto age = std::chrono::system_clock::now().time_since_epoch() - wall;
    return std::chrono::steady_clock::now().time_since_epoch() - age;
}

#else

void stampArrivals(int) {}
Duration arrivalOf(msghdr&) { return {}; }

#endif

ssize_t receive(int descriptor, void* buffer, std::size_t size,
                Duration* arrival) {
    if (!arrival) return ::recv(descriptor, buffer, size, 0);
    iovec piece{buffer, size};
    alignas(cmsghdr) std::array<char, 256> control{};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto received = ::recvmsg(descriptor, &message, 0);
    if (received > 0) *arrival = arrivalOf(message);
    return received;
}

}  // namespace untwist
