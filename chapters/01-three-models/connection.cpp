#include "connection.hpp"

#include <cerrno>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

[[noreturn]] void fail(int error, const char* what) {
    throw std::system_error(error, std::generic_category(), what);
}

}  // namespace

Connection::Connection(std::uint16_t port)
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (socket_ < 0) fail(errno, "cannot make a socket");
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&server),
                  sizeof server) != 0) {
        const int error = errno;
        ::close(socket_);
        fail(error, "cannot connect to the slow server");
    }
}

Connection::~Connection() { ::close(socket_); }

void Connection::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), 0);
        if (sent < 0) fail(errno, "cannot send to the slow server");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

// A simplification that this server allows: it never sends more than the line
// that it was asked for.
std::string Connection::receiveLine() {
    std::string line;
    while (!line.ends_with('\n')) {
        char bytes[256];
        const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
        if (count < 0) fail(errno, "cannot receive from the slow server");
        if (count == 0) fail(ECONNRESET, "the slow server hung up");
        line.append(bytes, static_cast<std::size_t>(count));
    }
    return line;
}
