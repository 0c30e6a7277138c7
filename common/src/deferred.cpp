#include "untwist/deferred.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>
#include <utility>
#include <vector>

#include "untwist/log.hpp"
#include "untwist/reactor_interfaces.hpp"

namespace untwist {

namespace detail {

namespace {

// The run() under way on this thread, and what has to run after its stages.
class RunLoop {
  public:
    RunLoop() : outer_(std::exchange(innermost, this)) {}
    ~RunLoop() { innermost = outer_; }
    RunLoop(const RunLoop&) = delete;
    RunLoop& operator=(const RunLoop&) = delete;

    void add(Ref<DeferredState> state) { pending_.push_back(std::move(state)); }
    Ref<DeferredState> next() {
        if (pending_.empty()) return {};
        auto state = std::move(pending_.back());
        pending_.pop_back();
        return state;
    }

    static thread_local RunLoop* innermost;

  private:
    RunLoop* outer_;
    std::vector<Ref<DeferredState>> pending_;
};

thread_local RunLoop* RunLoop::innermost = nullptr;

}  // namespace

void DeferredState::runChain() {
    RunLoop loop;
    Ref<DeferredState> kept;
    for (auto* state = this; state; state = kept.get()) {
        auto next = state->runStages();
        kept = next ? std::move(next) : loop.next();
    }
}

void DeferredState::finishCoroutine(const Ref<DeferredState>& state) {
    if (std::exchange(state->fired_, true)) return;
    if (RunLoop::innermost) {
        RunLoop::innermost->add(state);
    } else {
        state->run();
    }
}

// Returns whom the result has just gone to, if anybody. A stage may add others,
// pause, or leave us waiting for a Deferred that it returned.
Ref<DeferredState> DeferredState::runStages() {
    if (!canRun() || running_ || handedOver_) return {};
    running_ = true;
    while (canRun() && !stages.empty()) {
        stages.runFront(*this);
    }
    running_ = false;
    if (handedOver_) return next_;
    if (!next_ || !canRun() || !stages.empty()) return {};
    startHandingOver();
    // From here on, this and the Deferred it was returned to, or chained to,
    // have nothing to do with each other.
    auto next = std::move(next_);
    moveResultTo(*next);
    return next;
}

void DeferredState::startHandingOver() {
    handedOver_ = true;
    next_->fired_ = true;
    next_->feeder_ = nullptr;
}

void DeferredState::feed(Ref<DeferredState> next) {
    next->fed_ = next->fed_ || !next->fired_;
    next->feeder_ = this;
    next_ = std::move(next);
    movedOn_ = true;
}

void DeferredState::chainTo(Ref<DeferredState> next) {
    checkNotItself(next.get());
    if (next->fed_) {
        throw std::logic_error(
            "chainDeferred: the other Deferred is fired by a chain already");
    }
    if (next->fired_) throw error::AlreadyCalledError();
    feed(std::move(next));
}

bool DeferredState::beginFiringSlowly() {
    if (fed_) {
        throw std::logic_error(
            "this Deferred is fired by the chain it belongs to: fire the one "
            "at the head of the chain");
    }
    if (!fired_) {
        canceller_.reset();
        return fired_ = true;
    }
    if (std::exchange(swallowNext_, false)) return false;
    throw error::AlreadyCalledError();
}

void DeferredState::throwMovedOn() {
    throw std::logic_error(
        "this Deferred's result has moved on: add to the Deferred that "
        "addCallback returned, or to the one whose callback returned this one");
}

void DeferredState::checkNotItself(const DeferredState* returned) const {
    if (returned == this) {
        throw std::logic_error("a Deferred cannot wait for itself");
    }
}

void DeferredState::unpause() {
    if (pauses_ == 0) {
        throw std::logic_error("unpause: the Deferred is not paused");
    }
    if (--pauses_ == 0) run();
}

// Where the result is now, and who is to deliver it: that one is cancelled.
void DeferredState::setCanceller(Callback canceller) {
    canceller_ = std::make_unique<Callback>(std::move(canceller));
}

void DeferredState::dropCanceller() { canceller_.reset(); }

void DeferredState::cancel() {
    auto* state = this;
    while (state->handedOver_ && state->next_) state = state->next_.get();
    while (auto* source = state->source()) state = source;
    // A coroutine that awaits nothing is running: it cannot be stopped.
    if (state->inCoroutine_) return;
    if (state->fired_ && !state->abandoned_) return;
    const Ref<DeferredState> keep(state);
    if (auto canceller = std::move(state->canceller_)) {
        try {
            (*canceller)();
        } catch (...) {
            state->canceller_ = std::move(canceller);
            throw;
        }
        if (state->fired_) return;
    } else if (!state->fired_) {
        state->swallowNext_ = true;
    }
    state->abandoned_ = false;
    state->fired_ = true;
    state->failCancelled();
    state->run();
}

// --- The end ---

DeferredState::~DeferredState() {
    if (!next_ || next_->feeder_ != this) return;
    next_->feeder_ = nullptr;
    next_->abandoned_ = true;
}

// Destroying a state may release the next, which may release another: a list
// instead of a recursion. feeder_ is free to link it, since a state that is
// still fed has an owner.
void DeferredState::destroyLater(DeferredState* state) noexcept {
    thread_local DeferredState* first = nullptr;
    thread_local bool destroying = false;
    state->feeder_ = std::exchange(first, state);
    if (std::exchange(destroying, true)) return;
    while (first) {
        auto* const dead = first;
        first = std::exchange(dead->feeder_, nullptr);
        delete dead;
    }
    destroying = false;
}

void DeferredState::reportUnhandled(const Failure& failure) noexcept {
    try {
        log::err(failure, "Deferred");
    } catch (...) {
        std::fputs("Unhandled error in Deferred, and the log failed\n", stderr);
    }
}

DelayedCall cancelAfter(IReactorTime& clock, Duration timeout,
                        Callback cancel) {
    return clock.callLater(timeout, std::move(cancel));
}

}  // namespace detail

namespace {

std::string inSeconds(Duration duration) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%g s",
                  std::chrono::duration<double>(duration).count());
    return text.data();
}

}  // namespace

defer::TimeoutError::TimeoutError(Duration after)
    : Error("no result within " + inSeconds(after)) {}

Deferred<void> succeed() {
    Deferred<void> deferred;
    deferred.callback();
    return deferred;
}

}  // namespace untwist
