// Chapter 3: the echo server with blocking calls, one client at a time.
//
//   ./untwist run 3/blocking
//   nc localhost 8000        in two other terminals: who comes second waits
//                            until the first has left
#include "support/standalone.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>

using untwist::support::Options;
using untwist::support::sayListening;
using untwist::support::standalone;

namespace {

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

int listenOn(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_flags = AI_NUMERICHOST;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints,
                      &found) != 0) {
        throw std::runtime_error(host + " is not an IP address");
    }
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> address(
        found, ::freeaddrinfo);
    const int listener = ::socket(address->ai_family, SOCK_STREAM, 0);
    if (listener < 0) fail("socket");
    const int on = 1;
    ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(listener, address->ai_addr, address->ai_addrlen) < 0) {
        fail("bind");
    }
    if (::listen(listener, SOMAXCONN) < 0) fail("listen");
    return listener;
}

std::uint16_t portOf(int listener) {
    sockaddr_in6 address{};  // the port is at the same place in IPv4's
    socklen_t size = sizeof address;
    if (::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) <
        0) {
        fail("getsockname");
    }
    return ntohs(address.sin6_port);
}

// #region echo
void sendAll(int client, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(client, bytes.data(), bytes.size(), 0);
        if (sent < 0) fail("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void echo(int client) {
    std::array<char, 4096> buffer;
    for (;;) {
        const auto size = ::recv(client, buffer.data(), buffer.size(), 0);
        if (size < 0) fail("receive");
        if (size == 0) return;
        sendAll(client, {buffer.data(), static_cast<std::size_t>(size)});
    }
}
// #endregion

// #region serve
void serve(int listener) {
    for (;;) {
        const int client = ::accept(listener, nullptr, nullptr);
        try {
            if (client < 0) fail("accept");
            echo(client);
        } catch (const std::system_error& error) {
            std::cerr << "connection: " << error.what() << '\n';
        }
        if (client >= 0) ::close(client);
    }
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return standalone(argc, argv, [](const Options& options) {
        const int listener = listenOn(options.host(), options.port(8000));
        // A thread that waits in accept or recv looks at nothing else, so the
        // end has to come from outside. There is nothing to finish.
        for (const int number : {SIGINT, SIGTERM}) {
            std::signal(number, [](int) { ::_exit(0); });
        }
        sayListening(options.host(), portOf(listener));
        serve(listener);
    });
}
