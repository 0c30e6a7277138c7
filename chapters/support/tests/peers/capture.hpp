// For the tests with real peers, on Linux: what a TCP connection looks like on
// the wire.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace untwist::support {

// Whether this process may: it needs to be root (CAP_NET_RAW).
bool mayCapture();

// Everything that comes to or from a TCP port over the loopback interface, from
// the moment that it is made. For one connection at a time. Throws
// std::system_error.
class Capture {
  public:
    explicit Capture(std::uint16_t serverPort);
    ~Capture();
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;

    // What there was so far, a line for each event: who ("client", "server")
    // and SYN, FIN, RST or how many bytes. Acknowledgements and repetitions are
    // left out, and bytes in a row added up.
    std::string tell();

  private:
    struct Side {
        std::string name;
        std::optional<std::uint32_t> next;  // sequence number
    };

    void add(const unsigned char* packet, std::size_t size);
    void addBytes(const Side& side, std::uint32_t bytes);
    void addEvent(const Side& side, const char* event);
    void flushBytes();

    std::uint16_t serverPort_;
    int fd_;
    Side client_{"client", {}};
    Side server_{"server", {}};
    std::string text_;
    std::string speaker_;  // of the bytes that have not been told
    std::uint32_t bytes_ = 0;
};

}  // namespace untwist::support
