// The POSIX calls behind sockets.hpp.
#include "sockets.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace {

// Written by the signal handler, which may use little else: a handler runs
// between any two instructions of the program.
volatile std::sig_atomic_t signalFd = -1;

// #region handler
extern "C" void noteSignal(int) {
    const int saved = errno;
    const char byte = 0;
    [[maybe_unused]] const auto sent = ::write(signalFd, &byte, 1);
    errno = saved;
}
// #endregion

void setNonBlocking(int fd) {
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESETHAND;
    ::sigaction(signal, &action, nullptr);
}

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

bool notNow(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

Descriptor listenOn(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const std::string service = std::to_string(port);
    if (::getaddrinfo(host.c_str(), service.c_str(), &hints, &found) != 0) {
        throw std::runtime_error(host + " is not an IP address");
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found,
                                                               ::freeaddrinfo);
    Descriptor listener(::socket(found->ai_family, SOCK_STREAM, 0));
    if (!listener) fail("socket");
    const int on = 1;
    ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(listener.get(), found->ai_addr, found->ai_addrlen) < 0) {
        fail("bind");
    }
    if (::listen(listener.get(), SOMAXCONN) < 0) fail("listen");
    setNonBlocking(listener.get());
    return listener;
}

Descriptor acceptFrom(int listener) {
    Descriptor client(::accept(listener, nullptr, nullptr));
    if (client) setNonBlocking(client.get());
    return client;
}

std::uint16_t portOf(int listener) {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getsockname(listener, reinterpret_cast<sockaddr*>(&address),
                      &length) < 0) {
        fail("getsockname");
    }
    // The port is at the same place in both families.
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

SignalPipe::SignalPipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) < 0) fail("pipe");
    setNonBlocking(ends[0]);
    setNonBlocking(ends[1]);
    readEnd_ = ends[0];
    signalFd = ends[1];
    handle(SIGINT, noteSignal);
    handle(SIGTERM, noteSignal);
}

SignalPipe::~SignalPipe() {
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    ::close(signalFd);
    ::close(readEnd_);
}
