#include "poller.hpp"

#include <unistd.h>

#include <algorithm>
#include <asio/post.hpp>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

namespace untwist {

#ifdef UNTWIST_EPOLL

#ifdef __GLIBC_PREREQ  // a C library of Linux may be another
#if __GLIBC_PREREQ(2, 35)
#define UNTWIST_EPOLL_PWAIT2
#endif
#endif

namespace {

constexpr std::uint32_t kWatched = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::system_category(), what);
}

void addTo(int epoll, int descriptor, std::uint32_t events, void* owner) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = owner;
    if (::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) != 0) {
        fail("epoll_ctl");
    }
}

// Asio has its epoll descriptor in a private member, and no function that
// tells it. An explicit instantiation may name private members, so this one
// can define the function below. Should a later Asio call it something else,
// the compiler says so here.
template <auto Member>
struct Reveal {
    friend int epollOf(asio::detail::epoll_reactor& reactor) {
        return reactor.*Member;
    }
};
int epollOf(asio::detail::epoll_reactor& reactor);
template struct Reveal<&asio::detail::epoll_reactor::epoll_fd_>;

constexpr PolledSocket* kAsio = nullptr;  // the owner of Asio's set in ours

}  // namespace

Poller::Poller(asio::io_context& io)
    : io_(io),
      asio_(asio::use_service<asio::detail::reactor>(io)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (epoll_ < 0) fail("epoll_create1");
    asio_.init_task();
    addTo(epoll_, epollOf(asio_), EPOLLIN, kAsio);
}

Poller::~Poller() { ::close(epoll_); }

void Poller::add(int descriptor, PolledSocket& socket) {
    addTo(epoll_, descriptor, kWatched, &socket);
}

// Closing the descriptor would do, were there never a child process that has
// a copy of it for a moment.
void Poller::remove(int descriptor, PolledSocket& /*socket*/) {
    epoll_event unused{};
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, descriptor, &unused);
}

// epoll_wait counts in milliseconds; a timer that is due in ten microseconds
// shall not wait for a hundred times as long.
int Poller::waitForEvents(Duration timeout) {
    using namespace std::chrono;
    const int most = static_cast<int>(events_.size());
    if (timeout == Duration::max()) {
        return ::epoll_wait(epoll_, events_.data(), most, -1);
    }
#ifdef UNTWIST_EPOLL_PWAIT2
    const auto whole = floor<seconds>(timeout);
    const timespec precise{whole.count(), (timeout - whole).count()};
    const int count =
        ::epoll_pwait2(epoll_, events_.data(), most, &precise, nullptr);
    if (count >= 0 || errno != ENOSYS) return count;  // Linux before 5.11
#endif
    const auto rounded = std::min(ceil<milliseconds>(timeout), hours(1) + 0ms);
    return ::epoll_wait(epoll_, events_.data(), most,
                        static_cast<int>(rounded.count()));
}

void Poller::wait(Duration timeout) {
    const int count = waitForEvents(asioReady_ ? Duration::zero() : timeout);
    for (int i = 0; i < count; ++i) {
        const auto& event = events_[static_cast<std::size_t>(i)];
        const auto is = [&](std::uint32_t what) {
            return (event.events & what) != 0;
        };
        if (event.data.ptr == kAsio) {
            asioReady_ = true;
            continue;
        }
        auto& socket = *static_cast<PolledSocket*>(event.data.ptr);
        socket.socketReady({is(EPOLLIN | EPOLLERR | EPOLLHUP),
                            is(EPOLLOUT | EPOLLERR | EPOLLHUP),
                            is(EPOLLRDHUP | EPOLLERR | EPOLLHUP)});
    }
    // Asio may have several ready, and says only that it had one.
    if (asioReady_) asioReady_ = io_.poll_one() > 0;
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

void Poller::wait(Duration timeout) {
    if (timeout == Duration::zero()) {
        io_.poll_one();
    } else if (timeout == Duration::max()) {
        io_.run_one();
    } else {
        io_.run_one_for(timeout);
    }
}

void Poller::wake() {
    asio::post(io_, [] {});
}

#endif

}  // namespace untwist
