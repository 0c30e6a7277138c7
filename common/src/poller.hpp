// Which of many connections can be read, or written.
#pragma once

#include <memory>

#include "socket.hpp"

#if defined(__linux__) && !defined(UNTWIST_NO_EPOLL)
#define UNTWIST_EPOLL
#endif

#ifdef UNTWIST_EPOLL
#include <sys/epoll.h>

#include <array>
#include <asio/detail/reactor.hpp>
#else
#include <asio/posix/basic_stream_descriptor.hpp>
#endif

namespace untwist {

// A socket that does not block, watched by a Poller.
//
// What a poller tells are changes. Readable means: there is more than there
// was; read until a read brings less than it could. Where `ended` is told, the
// peer has closed or reset the connection: then read on to the very end.
class PolledSocket {
  public:
    struct Events {
        bool readable;
        bool writable;
        bool ended;
    };
    virtual ~PolledSocket() = default;
    virtual void socketReady(Events events) = 0;

  private:
    friend class Poller;
    // The object itself, for those who must keep it alive.
    virtual std::shared_ptr<PolledSocket> keep() = 0;
#ifndef UNTWIST_EPOLL
    struct Waits;
    std::shared_ptr<Waits> waits_;
#endif
};

// Waits, for the whole reactor: for connections, and for whatever Asio waits
// for (listening sockets, datagrams, pipes, signals).
#ifdef UNTWIST_EPOLL

// An epoll set of our own, with all connections in it, and Asio's set as one
// more descriptor. Asio by itself asks the kernel anew after each read
// (epoll_ctl), and keeps an operation and a state for each connection: 64 B
// echoes of 100 connections took 3.0 system calls and 1,290 instructions each,
// and take 2.0 and 400. Why not our set in Asio's: with one connection, that
// took 4.0 calls and 1,080 instructions; this way round it is 3.0 and 510.
class Poller {
  public:
    // Throws std::system_error.
    explicit Poller(asio::io_context& io);
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    // Throws std::system_error. Remove it before `descriptor` is closed. The
    // socket lives on to the end of that turn of the loop: there may be an
    // event for it that has been taken already.
    void add(int descriptor, PolledSocket& socket);
    void remove(int descriptor, PolledSocket& socket);

    // Asks to be told, once. Here they need not ask: epoll tells of changes.
    static constexpr bool kMustBeAsked = false;
    void awaitInput(PolledSocket& /*socket*/) {}
    void awaitRoom(PolledSocket& /*socket*/) {}

    // Waits until there are events, or `timeout` has passed (Duration::max()
    // never does), or wake() is called. Tells sockets of their events, and
    // calls one handler of Asio's, if one is ready.
    void wait(Duration timeout);

    // A handler of Asio's may be ready of which no descriptor tells: it was
    // posted, or what it waits for has been closed. The next wait() looks.
    void asioHasWork() { asioReady_ = true; }

    // Ends a wait() that is going on, or the next. For other threads too.
    void wake() { asio_.interrupt(); }

  private:
    int waitForEvents(Duration timeout);

    asio::io_context& io_;
    asio::detail::reactor& asio_;
    int epoll_;
    std::array<epoll_event, 256> events_;
    bool asioReady_ = false;
};

#else

// Asio waits for each connection. (Its other backends have no set that could
// be waited for in one.)
class Poller {
  public:
    explicit Poller(asio::io_context& io) : io_(io) {}

    void add(int descriptor, PolledSocket& socket);
    void remove(int descriptor, PolledSocket& socket);
    static constexpr bool kMustBeAsked = true;
    void awaitInput(PolledSocket& socket);
    void awaitRoom(PolledSocket& socket);

    // Calls one handler of Asio's, which calls the sockets.
    void wait(Duration timeout);
    void asioHasWork() {}
    void wake();

  private:
    asio::io_context& io_;
};

#endif

}  // namespace untwist
