// The blocking TCP client that tests talk to a program with.
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/program.hpp"

namespace untwist::support {

namespace {

[[noreturn]] void fail(const char* what) {
    // With SO_RCVTIMEO and SO_SNDTIMEO the kernel says "try again" for "this
    // took too long".
    if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINPROGRESS) {
        throw std::runtime_error(std::string(what) + ": nothing for too long");
    }
    throw std::system_error(errno, std::generic_category(), what);
}

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

SocketAddress parse(const std::string& host, std::uint16_t port) {
    SocketAddress result;
    auto* v4 = reinterpret_cast<sockaddr_in*>(&result.storage);
    auto* v6 = reinterpret_cast<sockaddr_in6*>(&result.storage);
    if (::inet_pton(AF_INET, host.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(port);
        result.size = sizeof *v4;
    } else if (::inet_pton(AF_INET6, host.c_str(), &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(port);
        result.size = sizeof *v6;
    } else {
        throw std::invalid_argument(host + " is not a numeric address");
    }
    return result;
}

}  // namespace

Client::Client(std::uint16_t port, const std::string& host) {
    const auto address = parse(host, port);
    fd_ = ::socket(address.storage.ss_family, SOCK_STREAM, 0);
    if (fd_ < 0) fail("socket");
    ::fcntl(fd_, F_SETFD, FD_CLOEXEC);
#ifdef SO_NOSIGPIPE
    const int yes = 1;
    ::setsockopt(fd_, SOL_SOCKET, SO_NOSIGPIPE, &yes, sizeof yes);
#endif
    const timeval patience{.tv_sec = kPatience.count(), .tv_usec = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address.storage),
                  address.size) < 0) {
        const int error = errno;
        close();
        errno = error;
        fail("connect");
    }
}

Client::~Client() { close(); }

Client::Client(Client&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

void Client::send(const std::string& bytes) {
#ifdef MSG_NOSIGNAL
    constexpr int kFlags = MSG_NOSIGNAL;
#else
    constexpr int kFlags = 0;
#endif
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto size =
            ::send(fd_, bytes.data() + sent, bytes.size() - sent, kFlags);
        if (size < 0) fail("send");
        sent += static_cast<std::size_t>(size);
    }
}

std::string Client::receive(std::size_t bytes) {
    std::string all(bytes, '\0');
    for (std::size_t got = 0; got < bytes;) {
        const auto size = ::recv(fd_, all.data() + got, bytes - got, 0);
        if (size < 0) fail("receive");
        if (size == 0) {
            throw std::runtime_error("the connection ended after " +
                                     std::to_string(got) + " of " +
                                     std::to_string(bytes) + " bytes");
        }
        got += static_cast<std::size_t>(size);
    }
    return all;
}

std::string Client::receiveAll() {
    std::string all;
    std::array<char, 65536> buffer;
    for (;;) {
        const auto size = ::recv(fd_, buffer.data(), buffer.size(), 0);
        if (size < 0) fail("receive");
        if (size == 0) return all;
        all.append(buffer.data(), static_cast<std::size_t>(size));
    }
}

bool Client::hasBytes() const {
    char byte;
    return ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
}

bool Client::isReset() {
    try {
        receiveAll();
        return false;
    } catch (const std::system_error& error) {
        if (error.code() == std::errc::connection_reset) return true;
        throw;
    }
}

void Client::closeWriting() { ::shutdown(fd_, SHUT_WR); }

void Client::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void Client::reset() {
    const linger now{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

}  // namespace untwist::support
