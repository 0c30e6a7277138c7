// A connected TCP socket: what Connection asks of the system.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <utility>

namespace untwist {

// Does not block. Closes itself.
class TcpStream {
  public:
    explicit TcpStream(int descriptor = -1) : descriptor_(descriptor) {}
    TcpStream(TcpStream&& other) noexcept
        : descriptor_(std::exchange(other.descriptor_, -1)) {}
    TcpStream& operator=(TcpStream&&) = delete;
    ~TcpStream() { close(); }

    int descriptor() const { return descriptor_; }
    explicit operator bool() const { return descriptor_ >= 0; }

    // As send(2): how many bytes the system took, or -1 and errno.
    ssize_t send(const char* data, std::size_t size) const;
    void sendEnd() const;  // FIN

    void close();
    void reset();  // close, and tell the peer with an RST

    // `level` and `name` as for setsockopt(2). Errors are ignored.
    void setOption(int level, int name, bool enabled) const;
    bool getOption(int level, int name) const;

  private:
    int descriptor_;
};

}  // namespace untwist
