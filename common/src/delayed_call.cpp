#include "untwist/delayed_call.hpp"

#include <stdexcept>
#include <utility>

#include "timer_queue.hpp"
#include "untwist/error.hpp"

namespace untwist {

DelayedCall::DelayedCall(std::shared_ptr<TimedCall> call)
    : call_(std::move(call)) {}

TimedCall& DelayedCall::pending() const {
    if (!call_) throw std::logic_error("this DelayedCall holds no call");
    if (call_->cancelled_) throw error::AlreadyCancelled();
    if (!call_->queue_) throw error::AlreadyCalled();
    return *call_;
}

void DelayedCall::cancel() {
    auto& call = pending();
    call.queue_->cancel(call);
}

void DelayedCall::reset(Duration fromNow) {
    auto& call = pending();
    call.queue_->move(call, call.queue_->now() + fromNow);
}

void DelayedCall::delay(Duration byMore) {
    auto& call = pending();
    call.queue_->move(call, call.time_ + byMore);
}

bool DelayedCall::active() const { return call_ && call_->queue_; }

Duration DelayedCall::getTime() const {
    return call_ ? call_->time_ : Duration::zero();
}

}  // namespace untwist
