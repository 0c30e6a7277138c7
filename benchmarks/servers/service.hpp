// What the servers have in common: three services, and how each tells where it
// listens.
//
//   bench-epoll echo         every byte goes back
//   bench-epoll lines        every line goes back, one at a time
//   bench-epoll datagrams    every UDP datagram goes back to its sender
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace untwist::bench {

inline constexpr int kBacklog = 4096;
inline constexpr std::size_t kBufferSize = 65536;

inline void listening(std::uint16_t port) {
    std::printf("127.0.0.1:%d\n", port);
    std::fflush(stdout);
}

// A server has those services that it is compared in.
[[noreturn]] inline void noSuchService(std::string_view name) {
    std::fprintf(stderr, "no service %.*s here\n",
                 static_cast<int>(name.size()), name.data());
    std::exit(2);
}

}  // namespace untwist::bench
