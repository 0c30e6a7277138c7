#include "sockets.hpp"

#include <array>
#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace untwist::lab {

namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

sockaddr* any(sockaddr_in& address) {
    return reinterpret_cast<sockaddr*>(&address);
}

}  // namespace

// --- Client ---

Client::~Client() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

Client::Client(Client&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      received_(std::move(other.received_)) {}

std::optional<std::string> Client::readLine() {
    for (;;) {
        if (const auto end = received_.find("\r\n"); end != std::string::npos) {
            std::string line = received_.substr(0, end);
            received_.erase(0, end + 2);
            return line;
        }
        std::array<char, 4096> bytes;
        const auto count = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::nullopt;
        received_.append(bytes.data(), static_cast<std::size_t>(count));
    }
}

void Client::sendLine(std::string line) {
    line += "\r\n";
    for (std::string_view rest = line; !rest.empty();) {
        const auto count =
            ::send(descriptor_, rest.data(), rest.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return;
        rest.remove_prefix(static_cast<std::size_t>(count));
    }
}

// --- Listener ---

Listener::Listener(std::uint16_t port)
    : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (descriptor_ < 0) fail("socket");
    const int on = 1;
    ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(descriptor_, any(address), sizeof address) != 0 ||
        ::listen(descriptor_, SOMAXCONN) != 0) {
        const int error = errno;
        ::close(descriptor_);
        errno = error;
        fail("listen");
    }
}

Listener::~Listener() { ::close(descriptor_); }

std::uint16_t Listener::port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (::getsockname(descriptor_, any(address), &size) != 0) {
        fail("getsockname");
    }
    return ntohs(address.sin_port);
}

Client Listener::accept() {
    for (;;) {
        const int client = ::accept(descriptor_, nullptr, nullptr);
        if (client >= 0) return Client(client);
        if (errno != EINTR && errno != ECONNABORTED) fail("accept");
    }
}

}  // namespace untwist::lab
