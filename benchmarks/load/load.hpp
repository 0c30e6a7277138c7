// The load: many clients in one thread, on bare epoll so that they cost little
// beside the server they measure. Closed loop: each client sends its next
// request when the last one is answered. Linux.
//
//   auto load = makeLoad({.connections = 100}, port);
//   load->connect();                            // how many failed, and why
//   load->run({.time = 200ms});                 // warm up
//   const Result result = load->run({.time = 1s});
//
// Between two runs nothing is on its way: what the server has used by then
// belongs to the requests that were counted. With Pattern::ongoing it is the
// other way round, for servers that let some clients wait for ever.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "load/histogram.hpp"

namespace untwist::load {

using std::chrono::nanoseconds;

struct Pattern {
    int connections = 1;  // or, for UDP, peers: each a socket of its own
    std::size_t requestSize = 64;  // bytes
    std::size_t replySize = 64;
    int depth = 1;           // requests sent in one go, then all are awaited
    bool lines = false;      // each request ends in \r\n, within its size
    bool reconnect = false;  // connect, one go, close, and again
    bool udp = false;        // each request is a datagram; depth 1
    bool ongoing = false;    // what is on its way stays so when a run ends
    nanoseconds connectLimit = std::chrono::seconds(5);  // for all together
    nanoseconds patience = std::chrono::seconds(2);      // after a run's end
};

// How a run ends: after a time or a number of requests, whichever is first.
struct Window {
    nanoseconds time = std::chrono::seconds(60);
    std::uint64_t requests = std::numeric_limits<std::uint64_t>::max();
};

struct Connected {
    int open = 0;
    int failed = 0;
    std::string error;  // of the first that failed
};

// One go of one client: from its sending to its last byte, or, without an
// answer, to the end of the window.
struct Go {
    std::size_t client = 0;
    nanoseconds took{};
    bool answered = true;
};

struct Result {
    std::uint64_t answered = 0;    // in the window
    std::uint64_t late = 0;        // after it, within Pattern::patience
    std::uint64_t unanswered = 0;  // not even then; UDP: and sent once more
    std::uint64_t failures = 0;    // connections that broke or were refused
    std::string error;             // of the first that failed
    std::chrono::duration<double> seconds{};  // the window's length
    Histogram latency;  // of each go: from its sending to its last byte
    // With Pattern::ongoing, each go that began in the window and was answered
    // in it; of a client that has none such, the one that is on its way.
    std::vector<Go> goes;
    int served = 0;  // clients that got an answer in the window

    std::uint64_t messages() const { return answered + late; }
    double perSecond() const {
        return static_cast<double>(answered) / seconds.count();
    }
};

class Load {
  public:
    Load() = default;
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    virtual ~Load() = default;

    // Opens all connections (none with `reconnect`: each go opens its own). A
    // failure is part of the result; a run uses those that are open.
    virtual Connected connect() = 0;

    virtual Result run(Window window) = 0;
};

// `host` is numeric. The server listens there already.
std::unique_ptr<Load> makeLoad(const Pattern& pattern, std::uint16_t port,
                               const std::string& host = "127.0.0.1");

// Lets this process, and what it starts, have `count` descriptors. False if
// the system's limit is lower.
bool allowDescriptors(int count);

}  // namespace untwist::load
