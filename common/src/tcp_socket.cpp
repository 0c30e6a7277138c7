#include "tcp_socket.hpp"

#include <sys/socket.h>
#include <unistd.h>

namespace untwist {

namespace {
#ifdef MSG_NOSIGNAL
constexpr int kNoSignal = MSG_NOSIGNAL;
#else
constexpr int kNoSignal = 0;  // SO_NOSIGPIPE does it
#endif
}  // namespace

ssize_t TcpStream::send(const char* data, std::size_t size) const {
    return ::send(descriptor_, data, size, kNoSignal);
}

void TcpStream::sendEnd() const { ::shutdown(descriptor_, SHUT_WR); }

void TcpStream::close() {
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

void TcpStream::reset() {
    const linger none{1, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    close();
}

void TcpStream::setOption(int level, int name, bool enabled) const {
    const int value = enabled ? 1 : 0;
    ::setsockopt(descriptor_, level, name, &value, sizeof value);
}

bool TcpStream::getOption(int level, int name) const {
    int value = 0;
    socklen_t size = sizeof value;
    ::getsockopt(descriptor_, level, name, &value, &size);
    return value != 0;
}

}  // namespace untwist
