// For tests: a plain blocking UDP socket on this machine.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "support/chapter_test.hpp"

namespace untwist::support {

// Its calls throw std::runtime_error when nothing comes for kPatience.
class Datagrams {
  public:
    Datagrams() : fd_(::socket(AF_INET, SOCK_DGRAM, 0)) {
        const timeval patience{.tv_sec = kPatience.count(), .tv_usec = 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const auto any = loopback(0);
        if (::bind(fd_, reinterpret_cast<const sockaddr*>(&any), sizeof any) <
            0) {
            throw std::system_error(errno, std::generic_category(), "bind");
        }
    }
    ~Datagrams() { ::close(fd_); }
    Datagrams(const Datagrams&) = delete;
    Datagrams& operator=(const Datagrams&) = delete;

    std::uint16_t port() const { return portOf(fd_); }

    void send(const std::string& data, std::uint16_t to) const {
        const auto address = loopback(to);
        if (::sendto(fd_, data.data(), data.size(), 0,
                     reinterpret_cast<const sockaddr*>(&address),
                     sizeof address) < 0) {
            throw std::system_error(errno, std::generic_category(), "send");
        }
    }

    std::string receive() const {
        std::vector<char> buffer(65536);
        const auto size = ::recv(fd_, buffer.data(), buffer.size(), 0);
        if (size < 0) throw std::runtime_error("no datagram came");
        return {buffer.data(), static_cast<std::size_t>(size)};
    }

    std::string ask(const std::string& data, std::uint16_t to) const {
        send(data, to);
        return receive();
    }

    // Nothing is there now.
    bool isEmpty() const {
        char byte = 0;
        return ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0;
    }

  private:
    static sockaddr_in loopback(std::uint16_t port) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return address;
    }

    int fd_;
};

}  // namespace untwist::support
