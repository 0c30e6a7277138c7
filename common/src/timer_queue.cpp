#include "timer_queue.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace untwist {

namespace {
constexpr std::size_t kChildren = 4;

std::size_t parentOf(std::size_t place) { return (place - 1) / kChildren; }
}  // namespace

TimerQueue::~TimerQueue() {
    // Destroying a callable may drop the last hold on something that cancels
    // another call: let it find a queue that is already empty. A handle may
    // outlive the queue; the callable must not, for it may own the handle.
    const auto left = std::exchange(heap_, {});
    for (const auto& entry : left) entry.call->queue_ = nullptr;
    for (const auto& entry : left) {
        const auto call = std::move(entry.call->self_);
        call->call_ = nullptr;
    }
}

DelayedCall TimerQueue::schedule(Duration delay, Callback&& call) {
    if (delay < Duration::zero()) {
        throw std::invalid_argument("callLater: the delay is negative");
    }
    auto timed = std::make_shared<TimedCall>(std::move(call));
    timed->slot_ = takeSlot();
    timed->queue_ = this;
    timed->self_ = timed;
    setTime(*timed, now() + delay);
    heap_.emplace_back();
    siftUp(heap_.size() - 1, entryOf(*timed));
    return DelayedCall(std::move(timed));
}

std::vector<DelayedCall> TimerQueue::calls() const {
    auto entries = heap_;
    std::ranges::sort(entries, before);
    std::vector<DelayedCall> calls;
    calls.reserve(entries.size());
    for (const auto& entry : entries) calls.emplace_back(entry.call->self_);
    return calls;
}

TimerQueue::Due TimerQueue::takeDue(Duration now, std::uint64_t mark) {
    if (heap_.empty()) return {};
    const auto& first = heap_.front();
    if (first.time > now || first.call->order_ >= mark) return {};
    const auto call = remove(0);
    // Fetch the next one into the cache while this one runs.
    if (!heap_.empty()) __builtin_prefetch(heap_.front().call);
    return {call->time_, std::move(call->call_)};
}

void TimerQueue::cancel(TimedCall& call) {
    call.cancelled_ = true;
    const auto freed = std::move(call.call_);  // may own the last handle
    const auto keep = remove(places_[call.slot_]);
}

void TimerQueue::move(TimedCall& call, Duration time) {
    setTime(call, time);
    sift(places_[call.slot_], entryOf(call));
}

void TimerQueue::setTime(TimedCall& call, Duration time) {
    call.time_ = time;
    call.order_ = nextOrder_++;
}

// --- The heap ---

TimerQueue::Entry TimerQueue::entryOf(TimedCall& call) {
    return {call.time_, &call, static_cast<std::uint32_t>(call.order_),
            call.slot_};
}

// A difference, for the order's low bits begin again at 0.
bool TimerQueue::before(const Entry& a, const Entry& b) {
    if (a.time != b.time) return a.time < b.time;
    return static_cast<std::int32_t>(a.order - b.order) < 0;
}

// Has memory for all that a call with this slot will need: what schedule() does
// next, and remove(), cannot throw.
std::uint32_t TimerQueue::takeSlot() {
    if (freeSlots_.empty()) {
        places_.emplace_back();
        heap_.reserve(places_.capacity());
        freeSlots_.reserve(places_.capacity());
        return static_cast<std::uint32_t>(places_.size() - 1);
    }
    const auto slot = freeSlots_.back();
    freeSlots_.pop_back();
    return slot;
}

std::shared_ptr<TimedCall> TimerQueue::remove(std::size_t place) {
    auto* const call = heap_[place].call;
    freeSlots_.push_back(call->slot_);
    call->queue_ = nullptr;
    const auto last = heap_.back();
    heap_.pop_back();
    if (place < heap_.size()) sift(place, last);
    return std::move(call->self_);
}

void TimerQueue::put(std::size_t place, const Entry& entry) {
    places_[entry.slot] = static_cast<std::uint32_t>(place);
    heap_[place] = entry;
}

// Puts the entry where it belongs, from a place that is free on.
void TimerQueue::sift(std::size_t hole, const Entry& entry) {
    if (hole > 0 && before(entry, heap_[parentOf(hole)])) {
        siftUp(hole, entry);
    } else {
        siftDown(hole, entry);
    }
}

void TimerQueue::siftUp(std::size_t hole, const Entry& entry) {
    while (hole > 0) {
        const auto parent = parentOf(hole);
        if (!before(entry, heap_[parent])) break;
        put(hole, heap_[parent]);
        hole = parent;
    }
    put(hole, entry);
}

void TimerQueue::siftDown(std::size_t hole, const Entry& entry) {
    for (;;) {
        const auto first = hole * kChildren + 1;
        if (first >= heap_.size()) break;
        const auto least = leastChild(first);
        if (!before(heap_[least], entry)) break;
        put(hole, heap_[least]);
        hole = least;
    }
    put(hole, entry);
}

// Of those from `first` on; there is at least one.
std::size_t TimerQueue::leastChild(std::size_t first) const {
    const auto end = std::min(first + kChildren, heap_.size());
    auto least = first;
    for (auto child = first + 1; child < end; ++child) {
        if (before(heap_[child], heap_[least])) least = child;
    }
    return least;
}

}  // namespace untwist
