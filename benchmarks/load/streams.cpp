// Clients of a TCP server.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "load/clients.hpp"
#include "load/datagrams.hpp"

namespace untwist::load {

namespace {

class Streams final : public Clients {
  public:
    Streams(const Pattern& pattern, const sockaddr_in& server)
        : Clients(pattern, server) {}

  private:
    Descriptor open() override;
    void begin(Client& client) override;
    void ready(Client& client, std::uint32_t events) override;
    void overdue(Client& /*client*/) override {}  // TCP sends again by itself
    void send(Client& client);
    void receive(Client& client);
    void wantRoom(Client& client, bool wanted);

    std::array<char, 65536> buffer_;
};

Descriptor newSocket(int flags) {
    Descriptor made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
    if (!made) throw std::system_error(errno, std::generic_category());
    const int on = 1;
    ::setsockopt(made.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return made;
}

// Waits for the connection: on one machine that is no wait, unless the server
// has more of them than it accepts.
Descriptor Streams::open() {
    Descriptor made = newSocket(0);
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(pattern_.connectLimit);
    const timeval limit{seconds.count(), 0};
    ::setsockopt(made.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(made.get(), reinterpret_cast<const sockaddr*>(&server_),
                  sizeof server_) != 0) {
        const int error = errno == EINPROGRESS ? ETIMEDOUT : errno;
        throw std::system_error(error, std::generic_category());
    }
    const int flags = ::fcntl(made.get(), F_GETFL);
    ::fcntl(made.get(), F_SETFL, flags | O_NONBLOCK);
    return made;
}

// With `reconnect` it connects first, without waiting: sending then waits for
// the connection as it would for room, and hears of a refusal.
void Streams::begin(Client& client) {
    if (pattern_.reconnect) {
        try {
            client.socket = newSocket(SOCK_NONBLOCK);
        } catch (const std::system_error& error) {
            return failed(client, error.what());
        }
        if (::connect(client.socket.get(),
                      reinterpret_cast<const sockaddr*>(&server_),
                      sizeof server_) != 0 &&
            errno != EINPROGRESS) {
            return failed(client, std::strerror(errno));
        }
        watch(client, EPOLL_CTL_ADD, EPOLLIN);
    }
    send(client);
}

void Streams::ready(Client& client, std::uint32_t events) {
    if (!client.socket) return;  // it failed earlier in this batch
    if (client.wantsRoom && (events & EPOLLOUT)) send(client);
    if (client.socket && (events & ~EPOLLOUT)) receive(client);
}

void Streams::send(Client& client) {
    const auto* const data = request_.data() + request_.size() - client.unsent;
    const auto sent =
        ::send(client.socket.get(), data, client.unsent, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        return failed(client, std::strerror(errno));
    }
    if (sent > 0) client.unsent -= static_cast<std::size_t>(sent);
    wantRoom(client, client.unsent > 0);
}

void Streams::wantRoom(Client& client, bool wanted) {
    if (client.wantsRoom == wanted) return;
    client.wantsRoom = wanted;
    watch(client, EPOLL_CTL_MOD, wanted ? EPOLLIN | EPOLLOUT : EPOLLIN);
}

void Streams::receive(Client& client) {
    const auto size =
        ::recv(client.socket.get(), buffer_.data(), buffer_.size(), 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) {
        return failed(client, size == 0 ? "the server closed the connection"
                                        : std::strerror(errno));
    }
    const auto received = static_cast<std::size_t>(size);
    if (received > client.awaited) {
        return failed(client, "more bytes than the reply has");
    }
    client.awaited -= received;
    if (client.awaited > 0) return;
    if (pattern_.reconnect) {
        client.socket = Descriptor();
        client.wantsRoom = false;
    }
    done(client);
}

}  // namespace

std::unique_ptr<Load> makeLoad(const Pattern& pattern, std::uint16_t port,
                               const std::string& host) {
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    if (::inet_pton(AF_INET, host.c_str(), &server.sin_addr) != 1) {
        throw std::invalid_argument("not an IPv4 address: " + host);
    }
    if (pattern.udp) return makeDatagrams(pattern, server);
    return std::make_unique<Streams>(pattern, server);
}

bool allowDescriptors(int count) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const auto wanted = static_cast<rlim_t>(count);
    if (limit.rlim_cur >= wanted) return true;
    limit.rlim_cur = wanted;
    limit.rlim_max = std::max(limit.rlim_max, wanted);  // root may
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

}  // namespace untwist::load
