#include "timer_queue.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace untwist {

namespace {
constexpr std::size_t kChildren = 4;
}

TimerQueue::~TimerQueue() {
    // Destroying a callable may drop the last hold on something that cancels
    // another call: let it find a queue that is already empty. A handle may
    // outlive the queue; the callable must not, for it may own the handle.
    const auto heap = std::exchange(heap_, {});
    for (const auto& entry : heap) entry.call->queue_ = nullptr;
    for (const auto& entry : heap) entry.call->call_ = nullptr;
}

DelayedCall TimerQueue::schedule(Duration delay, Callback call) {
    if (delay < Duration::zero()) {
        throw std::invalid_argument("callLater: the delay is negative");
    }
    auto timed = std::make_shared<TimedCall>(std::move(call));
    timed->queue_ = this;
    timed->time_ = now() + delay;
    timed->order_ = nextOrder_++;
    heap_.emplace_back();
    siftUp(heap_.size() - 1, {timed->time_, timed->order_, timed});
    return DelayedCall(std::move(timed));
}

std::vector<DelayedCall> TimerQueue::calls() const {
    auto entries = heap_;
    std::ranges::sort(entries,
                      [](const Entry& a, const Entry& b) { return a < b; });
    std::vector<DelayedCall> calls;
    calls.reserve(entries.size());
    for (auto& entry : entries) calls.emplace_back(std::move(entry.call));
    return calls;
}

TimerQueue::Due TimerQueue::takeDue(Duration now, std::uint64_t mark) {
    if (heap_.empty()) return {};
    const auto& first = heap_.front();
    if (first.time > now || first.order >= mark) return {};
    const auto call = first.call;
    remove(0);
    return {call->time_, std::move(call->call_)};
}

void TimerQueue::cancel(TimedCall& call) {
    call.cancelled_ = true;
    const auto freed = std::move(call.call_);  // may own the last handle
    remove(call.place_);
}

void TimerQueue::move(TimedCall& call, Duration time) {
    const auto place = call.place_;
    auto entry = std::move(heap_[place]);
    entry.time = call.time_ = time;
    entry.order = call.order_ = nextOrder_++;
    const auto parent = (place - 1) / kChildren;
    if (place > 0 && entry < heap_[parent]) {
        siftUp(place, std::move(entry));
    } else {
        siftDown(place, std::move(entry));
    }
}

void TimerQueue::remove(std::size_t place) {
    heap_[place].call->queue_ = nullptr;
    auto last = std::move(heap_.back());
    if (place + 1 == heap_.size()) {
        heap_.pop_back();
        return;
    }
    const auto gone = std::move(heap_[place]);
    heap_.pop_back();
    const auto parent = (place - 1) / kChildren;
    if (place > 0 && last < heap_[parent]) {
        siftUp(place, std::move(last));
    } else {
        siftDown(place, std::move(last));
    }
}

void TimerQueue::place(std::size_t place, Entry entry) {
    entry.call->place_ = place;
    heap_[place] = std::move(entry);
}

void TimerQueue::siftUp(std::size_t hole, Entry entry) {
    while (hole > 0) {
        const auto parent = (hole - 1) / kChildren;
        if (!(entry < heap_[parent])) break;
        place(hole, std::move(heap_[parent]));
        hole = parent;
    }
    place(hole, std::move(entry));
}

void TimerQueue::siftDown(std::size_t hole, Entry entry) {
    for (;;) {
        const auto first = hole * kChildren + 1;
        if (first >= heap_.size()) break;
        const auto end = std::min(first + kChildren, heap_.size());
        auto least = first;
        for (auto child = first + 1; child < end; ++child) {
            if (heap_[child] < heap_[least]) least = child;
        }
        if (!(heap_[least] < entry)) break;
        place(hole, std::move(heap_[least]));
        hole = least;
    }
    place(hole, std::move(entry));
}

}  // namespace untwist
