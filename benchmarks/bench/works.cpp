#include "bench/works.hpp"

namespace untwist::bench {

const std::vector<Work>& allWorks() {
    static constexpr std::size_t kLarge = 16384;
    static const std::vector<Work> works{
        {"echo-1", "64 B echo, 1 connection", "echo", {}},
        {"echo-100",
         "64 B echo, 100 connections",
         "echo",
         {.connections = 100}},
        {"echo-1000",
         "64 B echo, 1,000 connections",
         "echo",
         {.connections = 1000}},
        {"echo-10000",
         "64 B echo, 10,000 connections",
         "echo",
         {.connections = 10'000}},
        {"large",
         "16 KiB echo, 100 connections",
         "echo",
         {.connections = 100, .requestSize = kLarge, .replySize = kLarge}},
        {"lines",
         "16 lines of 64 B at once, 100 connections",
         "lines",
         {.connections = 100, .depth = 16, .lines = true}},
        {"connect",
         "connect, one echo, close; 50 clients",
         "echo",
         {.connections = 50, .reconnect = true}},
        {"udp",
         "UDP 64 B, 64 peers",
         "datagrams",
         {.connections = 64, .udp = true}}};
    return works;
}

}  // namespace untwist::bench
