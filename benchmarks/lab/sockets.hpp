// TCP with calls that wait, for the models that have no reactor.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace untwist::lab {

// A client that has connected. One thread uses it.
class Client {
  public:
    explicit Client(int descriptor) : descriptor_(descriptor) {}
    ~Client();
    Client(Client&& other) noexcept;
    Client& operator=(Client&&) = delete;

    // Waits for the next line; it comes without its "\r\n". None when the
    // client has hung up, in whatever way.
    std::optional<std::string> readLine();

    // Adds "\r\n" and waits until the kernel has taken it all. A client that
    // has hung up is noticed by readLine.
    void sendLine(std::string line);

  private:
    int descriptor_;
    std::string received_;
};

// Where clients knock. Several threads may wait in accept.
class Listener {
  public:
    // On 127.0.0.1; port 0 lets the kernel pick one. This and accept throw
    // std::system_error.
    explicit Listener(std::uint16_t port);
    ~Listener();
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::uint16_t port() const;

    // Waits for the next client.
    Client accept();

  private:
    int descriptor_;
};

}  // namespace untwist::lab
