#include "load/datagrams.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace untwist::load {

namespace {

class Datagrams final : public Clients {
  public:
    Datagrams(const Pattern& pattern, const sockaddr_in& server)
        : Clients(pattern, server) {}

  private:
    Descriptor open() override;
    void begin(Client& client) override;
    void ready(Client& client, std::uint32_t events) override;
    void overdue(Client& client) override;

    std::array<char, 65536> buffer_;
};

Descriptor Datagrams::open() {
    Descriptor made(
        ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!made ||
        ::connect(made.get(), reinterpret_cast<const sockaddr*>(&server_),
                  sizeof server_) != 0) {
        throw std::system_error(errno, std::generic_category());
    }
    return made;
}

// A datagram that finds no room is lost, like one that the server has none for.
void Datagrams::begin(Client& client) {
    const auto sent =
        ::send(client.socket.get(), request_.data(), request_.size(), 0);
    if (sent < 0 && errno != EAGAIN && errno != ENOBUFS) {
        failed(client, std::strerror(errno));
    }
}

void Datagrams::ready(Client& client, std::uint32_t /*events*/) {
    if (!client.socket) return;
    const auto size =
        ::recv(client.socket.get(), buffer_.data(), buffer_.size(), 0);
    if (size < 0) {
        if (errno != EAGAIN) failed(client, std::strerror(errno));
        return;
    }
    // What is not the reply, or comes twice, is an answer to one sent again.
    const bool isReply = static_cast<std::size_t>(size) == pattern_.replySize;
    if (client.busy && isReply) done(client);
}

void Datagrams::overdue(Client& client) {
    countLost();
    client.began = Clock::now();
    begin(client);
}

}  // namespace

std::unique_ptr<Load> makeDatagrams(const Pattern& pattern,
                                    const sockaddr_in& server) {
    return std::make_unique<Datagrams>(pattern, server);
}

}  // namespace untwist::load
