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
    explicit TimedCall(Callback&& call) : call_(std::move(call)) {}

  private:
    friend class TimerQueue;
    friend class DelayedCall;
    Callback call_;
    std::shared_ptr<TimedCall> self_;  // while it waits
    TimerQueue* queue_ = nullptr;
    Duration time_{};
    std::uint64_t order_ = 0;  // of scheduling
    std::uint32_t slot_ = 0;
    bool cancelled_ = false;
};

// A heap with four children to a node: half the levels of a binary one, and
// the four lie side by side in memory. It is ordered by (time, order of
// scheduling), so that equal times run first come, first served. The place of
// each call is known, so that cancelling takes it out at once instead of
// leaving a dead entry behind.
//
// A million calls do not fit in a CPU's cache. So the heap touches none of
// them: what it compares is in its entries, and where they are is in a table
// of its own, by a number (slot) that a call has while it waits. That halves
// the time to cancel one, and saves a quarter of the time to run one.
class TimerQueue {
  public:
    TimerQueue() = default;
    TimerQueue(const TimerQueue&) = delete;
    TimerQueue& operator=(const TimerQueue&) = delete;
    virtual ~TimerQueue();

    // Throws std::invalid_argument if `delay` is negative.
    DelayedCall schedule(Duration delay, Callback&& call);

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
        TimedCall* call;
        std::uint32_t order;  // its low bits: they only part equal times
        std::uint32_t slot;
    };
    static Entry entryOf(TimedCall& call);
    static bool before(const Entry& a, const Entry& b);

    void cancel(TimedCall& call);
    void move(TimedCall& call, Duration time);
    void setTime(TimedCall& call, Duration time);
    std::uint32_t takeSlot();
    std::shared_ptr<TimedCall> remove(std::size_t place);
    void put(std::size_t place, const Entry& entry);
    void sift(std::size_t hole, const Entry& entry);
    void siftUp(std::size_t hole, const Entry& entry);
    void siftDown(std::size_t hole, const Entry& entry);
    std::size_t leastChild(std::size_t first) const;

    std::vector<Entry> heap_;
    std::vector<std::uint32_t> places_;  // in the heap, by slot
    std::vector<std::uint32_t> freeSlots_;
    std::uint64_t nextOrder_ = 0;
};

}  // namespace untwist
