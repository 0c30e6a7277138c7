#include "socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>

namespace untwist {

Address toAddress(const Tcp::endpoint& endpoint) {
    std::array<std::uint8_t, 16> ip{};
    const auto address = endpoint.address();
    if (address.is_v4()) {
        std::ranges::copy(address.to_v4().to_bytes(), ip.begin());
        return {Address::Family::ipv4, ip, endpoint.port()};
    }
    std::ranges::copy(address.to_v6().to_bytes(), ip.begin());
    return {Address::Family::ipv6, ip, endpoint.port(),
            static_cast<std::uint32_t>(address.to_v6().scope_id())};
}

Tcp::endpoint toEndpoint(const Address& address) {
    if (address.family() == Address::Family::ipv6) {
        return {asio::ip::address_v6(address.ip(), address.scope()),
                address.port()};
    }
    asio::ip::address_v4::bytes_type bytes{};
    std::copy_n(address.ip().begin(), bytes.size(), bytes.begin());
    return {asio::ip::address_v4(bytes), address.port()};
}

void closeOnExec(int descriptor) { ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

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

namespace {

// The kernel stamps with the time of day; applications count steady time.
Duration steadyFrom(const timespec& stamp) {
    const auto wall = std::chrono::seconds(stamp.tv_sec) +
                      std::chrono::nanoseconds(stamp.tv_nsec);
    const auto age = std::chrono::system_clock::now().time_since_epoch() - wall;
    return std::chrono::steady_clock::now().time_since_epoch() - age;
}

}  // namespace

#else

void stampArrivals(int) {}

#endif

std::size_t receive(int descriptor, void* buffer, std::size_t size,
                    Duration* arrival, asio::error_code& error) {
    ssize_t received = 0;
    if (!arrival) {
        received = ::recv(descriptor, buffer, size, 0);
    } else {
        iovec piece{buffer, size};
        alignas(cmsghdr) std::array<char, 256> control{};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        received = ::recvmsg(descriptor, &message, 0);
#ifdef SO_TIMESTAMPNS
        const auto* stamp = received > 0 ? CMSG_FIRSTHDR(&message) : nullptr;
        if (stamp && stamp->cmsg_level == SOL_SOCKET &&
            stamp->cmsg_type == SCM_TIMESTAMPNS) {
            timespec time{};
            std::memcpy(&time, CMSG_DATA(stamp), sizeof time);
            *arrival = steadyFrom(time);
        }
#endif
    }
    if (received < 0) {
        error.assign(errno, asio::error::get_system_category());
        return 0;
    }
    error.clear();
    return static_cast<std::size_t>(received);
}

}  // namespace untwist
