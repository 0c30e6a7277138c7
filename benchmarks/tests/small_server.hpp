// For tests: a server in a thread, with poll, that behaves or misbehaves.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace untwist::test {

class SmallServer {
  public:
    enum Kind {
        echo,
        silent,              // reads and never answers
        firstOneCloses,      // closes the first connection at its first bytes
        forgetfulDatagrams,  // UDP; drops the first of all
    };
    explicit SmallServer(Kind kind);
    ~SmallServer();

    std::uint16_t port() const { return port_; }
    int connections() const { return connections_; }

  private:
    void serve();
    void serveDatagrams();
    bool answer(int connection);

    Kind kind_;
    int listener_;
    std::uint16_t port_ = 0;
    std::atomic<int> connections_ = 0;
    std::atomic<bool> over_ = false;
    int first_ = -1;
    std::thread thread_;
};

}  // namespace untwist::test
