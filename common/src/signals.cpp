#include "signals.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace untwist {

namespace {

// Who is to be told of which signal.
struct Listener {
    int signal;
    int pipe;
};
using Listeners = std::vector<Listener>;

// The handler may read the list at any moment, on any thread. So a list is
// never changed but replaced, and goes when no handler can have it any more.
std::atomic<const Listeners*> listeners = nullptr;
std::atomic<int> handlersAtWork = 0;

void tellListeners(int signal) {
    const int error = errno;
    ++handlersAtWork;
    if (const Listeners* all = listeners.load()) {
        for (const auto& listener : *all) {
            if (listener.signal != signal) continue;
            // A pipe that is full has been told.
            [[maybe_unused]] const auto told = ::write(listener.pipe, "", 1);
        }
    }
    --handlersAtWork;
    errno = error;
}

struct Taken {
    int listeners = 0;
    struct sigaction before {};
};

std::mutex mutex;            // of all changes
std::map<int, Taken> taken;  // guarded by it

void replaceListeners(Listeners next) {
    const auto* before = listeners.exchange(new Listeners(std::move(next)));
    while (handlersAtWork > 0) std::this_thread::yield();
    delete before;
}

Listeners currentListeners() {
    const auto* all = listeners.load();
    return all ? *all : Listeners();
}

void addListener(int signal, int pipe) {
    const std::lock_guard lock(mutex);
    auto all = currentListeners();
    all.push_back({signal, pipe});
    replaceListeners(std::move(all));
    if (taken[signal].listeners++ > 0) return;
    struct sigaction action {};
    action.sa_handler = tellListeners;
    action.sa_flags = SA_RESTART;  // no read elsewhere fails with EINTR
    ::sigaction(signal, &action, &taken[signal].before);
}

void removeListener(int signal, int pipe) {
    const std::lock_guard lock(mutex);
    if (--taken[signal].listeners == 0) {
        ::sigaction(signal, &taken[signal].before, nullptr);
    }
    auto all = currentListeners();
    std::erase_if(all, [&](const Listener& listener) {
        return listener.signal == signal && listener.pipe == pipe;
    });
    replaceListeners(std::move(all));
}

}  // namespace

SignalWatch::SignalWatch(asio::io_context& io, std::vector<int> signals,
                         Callback onSignal)
    : SignalWatch(io, std::move(signals), std::move(onSignal), makePipe()) {}

SignalWatch::SignalWatch(asio::io_context& io, std::vector<int> signals,
                         Callback onSignal, Pipe pipe)
    : signals_(std::move(signals)),
      onSignal_(std::move(onSignal)),
      writing_(std::move(pipe.writing)),
      reading_(io, pipe.reading.release()) {
    ::fcntl(writing_.get(), F_SETFL, O_NONBLOCK);
    reading_.non_blocking(true);
    for (const int signal : signals_) addListener(signal, writing_.get());
    wait();
}

SignalWatch::~SignalWatch() {
    for (const int signal : signals_) removeListener(signal, writing_.get());
}

void SignalWatch::wait() {
    const std::weak_ptr<bool> alive = alive_;
    reading_.async_wait(reading_.wait_read, [this, alive](asio::error_code) {
        if (alive.expired()) return;
        std::array<char, 64> bytes{};
        while (::read(reading_.native_handle(), bytes.data(), bytes.size()) >
               0) {
        }
        wait();
        onSignal_();
    });
}

bool SignalWatch::isFree(int signal) {
    struct sigaction current {};
    ::sigaction(signal, nullptr, &current);
    return current.sa_handler == SIG_DFL || current.sa_handler == tellListeners;
}

}  // namespace untwist
