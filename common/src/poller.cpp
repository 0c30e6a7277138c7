#include "poller.hpp"

#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace untwist {

#ifdef UNTWIST_EPOLL

namespace {

constexpr std::uint32_t kWatched = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

[[noreturn]] void fail(int error, const char* what) {
    throw std::system_error(error, std::system_category(), what);
}

}  // namespace

// Asio watches our set as it watches the pipe of its signals: by an operation
// that is never done and so stays, where async_wait would cost an epoll_ctl
// each time (one connection: 1.10 of bare epoll's time instead of 1.03).
Poller::Poller(asio::io_context& io)
    : reactor_op(asio::error_code(), noteEvents, leave),
      asio_(asio::use_service<asio::detail::reactor>(io)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) fail(errno, "epoll_create1");
    asio_.init_task();
    const int error = asio_.register_internal_descriptor(
        asio::detail::reactor::read_op, epoll_, registration_, this);
    if (error != 0) fail(error, "epoll_ctl");
}

Poller::~Poller() {
    asio_.deregister_internal_descriptor(epoll_, registration_);
    asio_.cleanup_descriptor_data(registration_);
    ::close(epoll_);
}

// Called by Asio, deep inside its loop: no place to call anybody from.
Poller::status Poller::noteEvents(reactor_op* self) {
    static_cast<Poller*>(self)->notified_ = true;
    return not_done;
}

void Poller::add(int descriptor, PolledSocket& socket) {
    epoll_event event{};
    event.events = kWatched;
    event.data.ptr = &socket;
    if (::epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) {
        fail(errno, "epoll_ctl");
    }
}

// Closing the descriptor would do, were there never a child process that has
// a copy of it for a moment.
void Poller::remove(int descriptor, PolledSocket& /*socket*/) {
    epoll_event unused{};
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, &unused);
}

bool Poller::dispatch() {
    const int count = ::epoll_wait(epoll_, events_.data(),
                                   static_cast<int>(events_.size()), 0);
    notified_ = count == static_cast<int>(events_.size());  // there may be more
    busy_ = count > 1;
    for (int i = 0; i < count; ++i) {
        const auto& event = events_[static_cast<std::size_t>(i)];
        const auto is = [&](std::uint32_t what) {
            return (event.events & what) != 0;
        };
        auto& socket = *static_cast<PolledSocket*>(event.data.ptr);
        socket.socketReady({is(EPOLLIN | EPOLLERR | EPOLLHUP),
                            is(EPOLLOUT | EPOLLERR | EPOLLHUP),
                            is(EPOLLRDHUP | EPOLLERR | EPOLLHUP)});
    }
    return count > 0;
}

#else

using StreamDescriptor = asio::posix::basic_stream_descriptor<Executor>;

struct PolledSocket::Waits {
    Waits(asio::io_context& io, int number) : descriptor(io, number) {}
    StreamDescriptor descriptor;
    bool input = false;  // an async_wait is pending
    bool room = false;
};

void Poller::add(int descriptor, PolledSocket& socket) {
    socket.waits_ = std::make_shared<PolledSocket::Waits>(io_, descriptor);
}

void Poller::remove(int /*descriptor*/, PolledSocket& socket) {
    socket.waits_->descriptor.release();
    socket.waits_.reset();
}

void Poller::awaitInput(PolledSocket& socket) {
    if (std::exchange(socket.waits_->input, true)) return;
    socket.waits_->descriptor.async_wait(
        StreamDescriptor::wait_read,
        [kept = socket.keep(), waits = socket.waits_](asio::error_code) {
            waits->input = false;
            if (kept->waits_ == waits) kept->socketReady({true, false, false});
        });
}

void Poller::awaitRoom(PolledSocket& socket) {
    if (std::exchange(socket.waits_->room, true)) return;
    socket.waits_->descriptor.async_wait(
        StreamDescriptor::wait_write,
        [kept = socket.keep(), waits = socket.waits_](asio::error_code) {
            waits->room = false;
            if (kept->waits_ == waits) kept->socketReady({false, true, false});
        });
}

#endif

}  // namespace untwist
