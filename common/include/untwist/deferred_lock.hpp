// Taking turns without blocking: a lock, a semaphore and a queue.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <utility>

#include "untwist/deferred.hpp"

// All three are first come, first served, and hand over inside the call that
// makes it possible. A waiter whose Deferred is cancelled leaves the line.
// They must outlive what waits for them.

namespace untwist {

namespace error {

class QueueOverflow : public Error {
  public:
    QueueOverflow() : Error("put: the DeferredQueue is full") {}
};

class QueueUnderflow : public Error {
  public:
    QueueUnderflow()
        : Error("get: too many are waiting for the DeferredQueue") {}
};

}  // namespace error

namespace detail {

// Those who wait for a T, in the order they came.
template <class T>
class WaitingLine {
  public:
    Deferred<T> join() {
        Deferred<T> waiter([this](const Deferred<T>& leaving) {
            std::erase_if(line_, [&](const Deferred<T>& waiting) {
                return &waiting.state() == &leaving.state();
            });
        });
        line_.push_back(waiter);
        return waiter;
    }

    bool empty() const { return line_.empty(); }
    std::size_t size() const { return line_.size(); }

    Deferred<T> takeFirst() {
        auto first = std::move(line_.front());
        line_.pop_front();
        return first;
    }

  private:
    std::deque<Deferred<T>> line_;
};

}  // namespace detail

// At most `limit` hold it at a time (Twisted's DeferredSemaphore).
class DeferredSemaphore {
  public:
    // Throws std::invalid_argument if `limit` is below one.
    explicit DeferredSemaphore(int limit);
    ~DeferredSemaphore();
    DeferredSemaphore(const DeferredSemaphore&) = delete;
    DeferredSemaphore& operator=(const DeferredSemaphore&) = delete;

    // Fires when it is yours; release() it then.
    Deferred<void> acquire();

    // Throws std::logic_error if nobody holds it.
    void release();

    // Acquires, calls f(), waits for the Deferred that it may return, and
    // releases, whatever came of it.
    template <class F>
    auto run(F f) {
        return acquire().addCallback([this, f = std::move(f)]() mutable {
            auto done = maybeDeferred(f);
            return done.addBoth([this](auto result) {
                release();
                return result;
            });
        });
    }

    int tokens;  // free ones; for reading

  private:
    int limit_;
    detail::WaitingLine<void> waiting_;
};

// One holder at a time (Twisted's DeferredLock).
class DeferredLock {
  public:
    Deferred<void> acquire();
    void release() { semaphore_.release(); }
    bool locked() const { return semaphore_.tokens == 0; }
    template <class F>
    auto run(F f) {
        return semaphore_.run(std::move(f));
    }

  private:
    DeferredSemaphore semaphore_{1};
};

// Values for whoever asks, now or later (Twisted's DeferredQueue).
template <class T>
class DeferredQueue {
  public:
    // At most `size` values wait for takers, and `backlog` takers for values;
    // none: no limit.
    explicit DeferredQueue(std::optional<std::size_t> size = {},
                           std::optional<std::size_t> backlog = {})
        : size_(size), backlog_(backlog) {}
    DeferredQueue(const DeferredQueue&) = delete;
    DeferredQueue& operator=(const DeferredQueue&) = delete;

    // Throws error::QueueOverflow.
    void put(T value) {
        if (!waiting_.empty()) {
            waiting_.takeFirst().callback(std::move(value));
        } else if (size_ && values_.size() >= *size_) {
            throw error::QueueOverflow();
        } else {
            values_.push_back(std::move(value));
        }
    }

    // Throws error::QueueUnderflow.
    Deferred<T> get() {
        if (!values_.empty()) {
            auto value = std::move(values_.front());
            values_.pop_front();
            return succeed(std::move(value));
        }
        if (backlog_ && waiting_.size() >= *backlog_) {
            throw error::QueueUnderflow();
        }
        return waiting_.join();
    }

  private:
    std::optional<std::size_t> size_;
    std::optional<std::size_t> backlog_;
    std::deque<T> values_;
    detail::WaitingLine<T> waiting_;
};

}  // namespace untwist
