// The calls that wait for their time, earliest first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "untwist/delayed_call.hpp"
#include "untwist/duration.hpp"
#include "untwist/function.hpp"

namespace untwist {

class TimerQueue;

// One scheduled call. The queue and every DelayedCall share it; only the queue
// moves it. Its queue is null once it has left: run, or cancelled.
class TimedCall {
  public:
    explicit TimedCall(Callback call) : call_(std::move(call)) {}

  private:
    friend class TimerQueue;
    friend class DelayedCall;
    Callback call_;
    TimerQueue* queue_ = nullptr;
    Duration time_{};
    std::uint64_t order_ = 0;
    std::size_t place_ = 0;  // in the queue's heap
    bool cancelled_ = false;
};

// A heap with four children to a node: half the levels of a binary one, and
// the four lie side by side in memory. It is ordered by (time, order of
// scheduling), so that equal times run first come, first served. Each call
// knows its place, so that cancelling takes it out at once instead of leaving
// a dead entry behind.
class TimerQueue {
  public:
    TimerQueue() = default;
    TimerQueue(const TimerQueue&) = delete;
    TimerQueue& operator=(const TimerQueue&) = delete;
    virtual ~TimerQueue();

    // Throws std::invalid_argument if `delay` is negative.
    DelayedCall schedule(Duration delay, Callback call);

    bool empty() const { return heap_.empty(); }
    Duration nextTime() const { return heap_.front().time; }  // not when empty
    std::vector<DelayedCall> calls() const;  // in the order they will run

    struct Due {
        Duration time{};
        Callback call;  // empty: nothing is due
        explicit operator bool() const { return static_cast<bool>(call); }
    };

    // Takes out the earliest call if it is due at `now` and was scheduled
    // before `mark`: what mark() returned at that moment.
    Due takeDue(Duration now, std::uint64_t mark);
    std::uint64_t mark() const { return nextOrder_; }

    virtual Duration now() const = 0;

  private:
    friend class DelayedCall;

    struct Entry {
        Duration time;
        std::uint64_t order;
        std::shared_ptr<TimedCall> call;

        bool operator<(const Entry& other) const {
            return time != other.time ? time < other.time : order < other.order;
        }
    };

    void cancel(TimedCall& call);
    void move(TimedCall& call, Duration time);
    void remove(std::size_t place);
    void place(std::size_t place, Entry entry);
    void siftUp(std::size_t place, Entry entry);
    void siftDown(std::size_t place, Entry entry);

    std::vector<Entry> heap_;
    std::uint64_t nextOrder_ = 0;
};

}  // namespace untwist
