#include "support/peer.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace untwist::test {

namespace {

// A peer that has gone must not end the test with SIGPIPE.
#ifndef MSG_NOSIGNAL
constexpr int MSG_NOSIGNAL = 0;
#endif

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

void set(int fd, int level, int option, int value) {
    if (::setsockopt(fd, level, option, &value, sizeof value) != 0) {
        fail("setsockopt");
    }
}

}  // namespace

Peer::Peer(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (fd_ < 0) fail("socket");
    set(fd_, SOL_SOCKET, SO_RCVBUF, 64 * 1024);
    set(fd_, IPPROTO_TCP, TCP_NODELAY, 1);
#ifdef SO_NOSIGPIPE
    set(fd_, SOL_SOCKET, SO_NOSIGPIPE, 1);
#endif
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* address = reinterpret_cast<const sockaddr*>(&server);
    // The kernel answers for a listening socket: this does not wait for accept.
    if (::connect(fd_, address, sizeof server) != 0) fail("connect");
    ::fcntl(fd_, F_SETFL, O_NONBLOCK);
}

Peer::Peer(Peer&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)),
      received_(std::move(other.received_)),
      closed_(other.closed_),
      reset_(other.reset_) {}

std::size_t Peer::send(std::string_view bytes) {
    const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

const std::string& Peer::received() {
    readAll();
    return received_;
}

bool Peer::isClosed() {
    readAll();
    return closed_;
}

bool Peer::isReset() {
    readAll();
    return reset_;
}

void Peer::readAll() {
    std::array<char, 16384> buffer;
    while (fd_ >= 0 && !closed_) {
        const auto count = ::recv(fd_, buffer.data(), buffer.size(), 0);
        if (count > 0) {
            received_.append(buffer.data(), static_cast<std::size_t>(count));
        } else if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            return;
        } else {
            closed_ = true;
            reset_ = count < 0;
        }
    }
}

void Peer::closeWriting() { ::shutdown(fd_, SHUT_WR); }

void Peer::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

void Peer::reset() {
    const linger now{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

std::uint16_t Peer::port() const {
    sockaddr_in own{};
    socklen_t size = sizeof own;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&own), &size);
    return ntohs(own.sin_port);
}

}  // namespace untwist::test
