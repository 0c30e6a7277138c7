#include "servers/sockets.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <system_error>

#include "servers/service.hpp"

namespace untwist::bench {

int check(int result, const char* what) {
    if (result >= 0) return result;
    throw std::system_error(errno, std::generic_category(), what);
}

int listenOn(int type) {
    const int made = check(::socket(AF_INET, type | SOCK_CLOEXEC, 0), "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    check(::bind(made, generic, size), "bind");
    check(::getsockname(made, generic, &size), "getsockname");
    if (type & SOCK_STREAM) check(::listen(made, kBacklog), "listen");
    listening(ntohs(address.sin_port));
    return made;
}

}  // namespace untwist::bench
