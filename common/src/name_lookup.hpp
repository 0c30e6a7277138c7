// Names of hosts, looked up without holding the loop up.
#pragma once

#include <asio/thread_pool.hpp>
#include <cstdint>
#include <string>

#include "poller.hpp"
#include "untwist/function.hpp"

namespace untwist {

// The system's look-up blocks, so it has a thread, which takes one name after
// the other. Not Asio's own async_resolve: its thread ends a wait in Asio, and
// we wait in the Poller.
class NameLookup {
  public:
    using Done = Function<void(const asio::error_code&,
                               const TcpResolver::results_type&)>;

    NameLookup(asio::io_context& io, Poller& poller)
        : io_(io), poller_(poller) {}

    // Calls `done` on the reactor's thread, in a later turn of the loop.
    void start(std::string host, std::uint16_t port, Done done);

  private:
    asio::io_context& io_;
    Poller& poller_;
    asio::thread_pool thread_{1};  // last: its end waits for what is going on
};

}  // namespace untwist
