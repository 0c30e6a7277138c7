// A TCP connection whose calls wait: plain POSIX, for the blocking models.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

class Connection {
  public:
    // Connects to 127.0.0.1 and waits until that is done. This and all below
    // throw std::system_error.
    explicit Connection(std::uint16_t port);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Waits until the kernel has taken the bytes.
    void send(std::string_view bytes);

    // Waits for the peer's next line; it comes with its newline.
    std::string receiveLine();

  private:
    int socket_;
};
