// The server that the tasks wait for: it takes its time with every answer.
#pragma once

#include <cstdint>

#include "child.hpp"

// In a process of its own, so that nothing it does counts as the models' work.
// It serves every connection at once: to "wait 53127us\n" it answers, that much
// later, "received R sent S\n": when it got the question and when it sent the
// answer, on now()'s clock. It ends with this object.
class SlowServer {
  public:
    // Listens on 127.0.0.1; port 0 lets the kernel pick one. Throws
    // std::runtime_error.
    explicit SlowServer(std::uint16_t port = 0);

    std::uint16_t port() const { return port_; }

  private:
    Child process_;
    std::uint16_t port_;
};
