#include "tests/small_server.hpp"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <vector>

namespace untwist::test {

namespace {

bool sendAll(int connection, const char* data, std::size_t size) {
    while (size > 0) {
        const auto sent = ::send(connection, data, size, MSG_NOSIGNAL);
        if (sent < 0) return false;
        data += sent;
        size -= static_cast<std::size_t>(sent);
    }
    return true;
}

}  // namespace

SmallServer::SmallServer(Kind kind)
    : kind_(kind),
      listener_(::socket(
          AF_INET, kind == forgetfulDatagrams ? SOCK_DGRAM : SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    if (::bind(listener_, generic, size) != 0 ||
        ::getsockname(listener_, generic, &size) != 0) {
        throw std::system_error(errno, std::generic_category());
    }
    port_ = ntohs(address.sin_port);
    if (kind != forgetfulDatagrams) ::listen(listener_, 128);
    thread_ = std::thread(
        [this] { kind_ == forgetfulDatagrams ? serveDatagrams() : serve(); });
}

SmallServer::~SmallServer() {
    over_ = true;
    thread_.join();
    ::close(listener_);
}

void SmallServer::serve() {
    std::vector<pollfd> all{{listener_, POLLIN, 0}};
    while (!over_) {
        ::poll(all.data(), all.size(), 5);
        for (std::size_t i = 1; i < all.size(); ++i) {
            if (all[i].revents && !answer(all[i].fd)) {
                ::close(all[i].fd);
                all[i].fd = -1;
            }
        }
        if (!all[0].revents) continue;
        const int made = ::accept(listener_, nullptr, nullptr);
        if (connections_++ == 0) first_ = made;
        all.push_back({made, POLLIN, 0});
    }
    for (std::size_t i = 1; i < all.size(); ++i) ::close(all[i].fd);
}

bool SmallServer::answer(int connection) {
    std::array<char, 65536> buffer;
    const auto size = ::recv(connection, buffer.data(), buffer.size(), 0);
    if (size <= 0) return false;
    if (kind_ == silent) return true;
    if (kind_ == firstOneCloses && connection == first_) {
        first_ = -1;  // the next one may get its number
        return false;
    }
    return sendAll(connection, buffer.data(), static_cast<std::size_t>(size));
}

void SmallServer::serveDatagrams() {
    std::array<char, 65536> buffer;
    bool forgotten = false;
    while (!over_) {
        pollfd one{listener_, POLLIN, 0};
        if (::poll(&one, 1, 5) <= 0) continue;
        sockaddr_in from{};
        socklen_t size = sizeof from;
        auto* const generic = reinterpret_cast<sockaddr*>(&from);
        const auto got = ::recvfrom(listener_, buffer.data(), buffer.size(), 0,
                                    generic, &size);
        if (!forgotten) {
            forgotten = true;
        } else {
            ::sendto(listener_, buffer.data(), static_cast<std::size_t>(got), 0,
                     generic, size);
        }
    }
}

}  // namespace untwist::test
