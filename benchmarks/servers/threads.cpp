// A thread for each connection, which waits for it.
#include <sys/socket.h>
#include <unistd.h>

#include <exception>
#include <string_view>
#include <thread>
#include <vector>

#include "servers/service.hpp"
#include "servers/sockets.hpp"

using namespace untwist::bench;

namespace {

void echo(int connection) {
    std::vector<char> buffer(kBufferSize);
    for (;;) {
        const auto size = ::recv(connection, buffer.data(), buffer.size(), 0);
        if (size <= 0) break;
        auto left = static_cast<std::size_t>(size);
        while (left > 0) {
            const auto* const next = buffer.data() + (size - left);
            const auto sent = ::send(connection, next, left, MSG_NOSIGNAL);
            if (sent < 0) break;
            left -= static_cast<std::size_t>(sent);
        }
        if (left > 0) break;
    }
    ::close(connection);
}

}  // namespace

int main(int /*argc*/, char** argv) try {
    const std::string_view service = argv[1] ? argv[1] : "";
    if (service != "echo") noSuchService(service);
    const int listener = listenOn(SOCK_STREAM);
    for (;;) {
        const int connection = ::accept(listener, nullptr, nullptr);
        if (connection >= 0) std::thread(echo, connection).detach();
    }
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
