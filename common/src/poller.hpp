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
#include <asio/detail/reactor_op.hpp>
#include <asio/detail/socket_types.hpp>
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

#ifdef UNTWIST_EPOLL

// An epoll set of our own, with all connections in it; Asio waits for the set.
// Asio by itself asks the kernel anew after each read (epoll_ctl), and keeps an
// operation and a state for each connection: 64 B echoes of 100 connections
// took 3.0 system calls and 1,290 instructions each, and take 2.0 and 420.
class Poller : private asio::detail::reactor_op {
  public:
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

    // Asio has been told that there are events. They are still to be taken.
    bool notified() const { return notified_; }

    // More than one socket had something the last time: probably the next
    // ones are ready by now, and dispatch() finds them without Asio's detour.
    bool busy() const { return busy_; }

    // Tells sockets of their events, if there are any.
    bool dispatch();

  private:
    static status noteEvents(reactor_op* self);
    static void leave(void*, asio::detail::operation*, const asio::error_code&,
                      std::size_t) {}

    asio::detail::reactor& asio_;
    int epoll_;
    asio::detail::reactor::per_descriptor_data registration_ = nullptr;
    std::array<epoll_event, 256> events_;
    bool notified_ = false;
    bool busy_ = false;
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

    // Asio calls the sockets itself.
    bool notified() const { return false; }
    bool busy() const { return false; }
    bool dispatch() { return false; }

  private:
    asio::io_context& io_;
};

#endif

}  // namespace untwist
