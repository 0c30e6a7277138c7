// For tests: the other end of a connection, on plain non-blocking sockets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace untwist::test {

// A TCP connection to 127.0.0.1. Nothing here waits: connecting is done by the
// kernel alone, and received() and the like look at what has come so far. Use
// them in Loop::until. Its receive buffer is small, so that a peer that does
// not read soon fills the connection.
class Peer {
  public:
    explicit Peer(std::uint16_t port);
    ~Peer() { close(); }
    Peer(Peer&& other) noexcept;
    Peer& operator=(Peer&&) = delete;

    // How many of the bytes the kernel took.
    std::size_t send(std::string_view bytes);

    const std::string& received();  // everything, so far
    bool isClosed();                // received it all, and then the end
    bool isReset();                 // the end was a reset

    void closeWriting();  // half-close: FIN
    void close();
    void reset();  // close with RST

    std::uint16_t port() const;  // our own end's

  private:
    void readAll();

    int fd_ = -1;
    std::string received_;
    bool closed_ = false;
    bool reset_ = false;
};

}  // namespace untwist::test
