// A port at which no client gets in, on plain sockets: the library's listeners
// accept whoever comes.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

// On 127.0.0.1, at a number that the system picks.
class UnfriendlyPort {
  public:
    enum class Manner {
        refuses,  // it is bound, so nobody else gets it; it does not listen
        ignores,  // its queue of connections is full, and nobody accepts
    };

    explicit UnfriendlyPort(Manner manner) {
        own_.sin_family = AF_INET;
        own_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof own_;
        if (fd_ < 0 || ::bind(fd_, address(), size) < 0 ||
            ::getsockname(fd_, address(), &size) < 0) {
            throw std::system_error(errno, std::generic_category(), "bind");
        }
        if (manner == Manner::ignores) fillQueue();
    }
    ~UnfriendlyPort() {
        ::close(fd_);
        for (const int fd : queue_) {
            if (fd >= 0) ::close(fd);
        }
    }
    UnfriendlyPort(const UnfriendlyPort&) = delete;
    UnfriendlyPort& operator=(const UnfriendlyPort&) = delete;

    std::uint16_t number() const { return ntohs(own_.sin_port); }

  private:
    sockaddr* address() { return reinterpret_cast<sockaddr*>(&own_); }

    // A kernel makes connections as long as its queue has room, whether or not
    // anybody accepts them. Those that come after that get no answer: it drops
    // their first packet. A queue of 1 holds two, here or there three.
    void fillQueue() {
        ::listen(fd_, 1);
        for (int& fd : queue_) {
            fd = ::socket(AF_INET, SOCK_STREAM, 0);
            ::fcntl(fd, F_SETFL, O_NONBLOCK);
            // How it goes is not waited for.
            [[maybe_unused]] const int begun =
                ::connect(fd, address(), sizeof own_);
        }
    }

    int fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in own_{};
    std::array<int, 6> queue_{-1, -1, -1, -1, -1, -1};
};
