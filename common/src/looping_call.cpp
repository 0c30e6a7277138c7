#include "untwist/looping_call.hpp"

#include <stdexcept>
#include <string>

#include "untwist/log.hpp"
#include "untwist/reactor_interfaces.hpp"

namespace untwist {

// The LoopingCall owns it; a call in progress keeps it. Its timer may point at
// it plainly, because that is cancelled before it goes.
class LoopingCall::Loop : public std::enable_shared_from_this<Loop> {
  public:
    Loop(IReactorTime& clock, Tick tick)
        : clock_(clock), tick_(std::move(tick)) {}

    Deferred<void> start(Duration interval, bool now);
    void stop();
    void reset();
    bool running() const { return run_ != nullptr; }
    void abandon();

  private:
    // From one start() to its stop(). Another may start before the last call
    // of this one has ended.
    struct Run {
        Duration interval;
        Duration began;         // where the grid starts
        std::int64_t lastTick;  // the latest call's place on the grid
        Deferred<void> done = {};
        bool abandoned = false;
    };
    using RunPtr = std::shared_ptr<Run>;

    Run& current(const char* who) const;
    void schedule();
    void call();
    void succeeded(const RunPtr& run);
    void failed(const RunPtr& run, const Failure& reason);

    IReactorTime& clock_;
    Tick tick_;
    RunPtr run_;  // null when stopped
    DelayedCall timer_;
};

Deferred<void> LoopingCall::Loop::start(Duration interval, bool now) {
    if (run_) {
        throw std::logic_error("LoopingCall::start: it is running already");
    }
    if (interval < Duration::zero()) {
        throw std::invalid_argument(
            "LoopingCall::start: the interval is negative");
    }
    run_ = std::make_shared<Run>(Run{interval, clock_.seconds(), now ? -1 : 0});
    auto done = run_->done;
    now ? call() : schedule();
    return done;
}

LoopingCall::Loop::Run& LoopingCall::Loop::current(const char* who) const {
    if (!run_) {
        throw std::logic_error(std::string("LoopingCall::") + who +
                               ": it is not running");
    }
    return *run_;
}

void LoopingCall::Loop::stop() {
    const auto done = current("stop").done;
    run_.reset();
    if (!timer_.active()) return;  // a call is in progress: it will tell
    timer_.cancel();
    done.callback();  // last: this may be destroyed in it
}

void LoopingCall::Loop::reset() {
    auto& run = current("reset");
    run.began = clock_.seconds();
    run.lastTick = 0;
    if (!timer_.active()) return;
    timer_.cancel();
    schedule();
}

// The LoopingCall goes. Callbacks on its Deferred may belong to whoever had
// it, and are not called.
void LoopingCall::Loop::abandon() {
    if (!run_) return;
    run_->abandoned = true;
    run_.reset();
    if (timer_.active()) timer_.cancel();
}

void LoopingCall::Loop::schedule() {
    const auto interval = run_->interval;
    const auto gone = clock_.seconds() - run_->began;
    const auto wait = interval == Duration::zero() ? Duration::zero()
                                                   : interval - gone % interval;
    timer_ = clock_.callLater(wait, [this] { call(); });
}

void LoopingCall::Loop::call() {
    const auto self = shared_from_this();
    const auto run = run_;
    const auto tick = run->interval == Duration::zero()
                          ? run->lastTick + 1
                          : (clock_.seconds() - run->began) / run->interval;
    const auto count = tick - std::exchange(run->lastTick, tick);
    std::optional<Deferred<void>> waitFor;
    try {
        waitFor = tick_(count);
    } catch (...) {
        return failed(run, Failure());
    }
    if (!waitFor) return succeeded(run);
    waitFor->addCallback([self, run] { self->succeeded(run); });
    waitFor->addErrback(
        [self, run](const Failure& reason) { self->failed(run, reason); });
}

void LoopingCall::Loop::succeeded(const RunPtr& run) {
    if (run_ == run) return schedule();
    if (!run->abandoned) run->done.callback();
}

void LoopingCall::Loop::failed(const RunPtr& run, const Failure& reason) {
    if (run_ == run) run_.reset();
    if (run->abandoned) return log::err(reason, "LoopingCall");
    run->done.errback(reason);
}

// --- The handle ---

LoopingCall::LoopingCall(IReactorTime& clock, Tick tick)
    : loop_(std::make_shared<Loop>(clock, std::move(tick))) {}

LoopingCall::LoopingCall(LoopingCall&&) noexcept = default;

LoopingCall& LoopingCall::operator=(LoopingCall&& other) noexcept {
    if (this == &other) return *this;
    if (const auto old = std::exchange(loop_, std::move(other.loop_))) {
        old->abandon();
    }
    return *this;
}

LoopingCall::~LoopingCall() {
    if (loop_) loop_->abandon();
}

Deferred<void> LoopingCall::start(Duration interval, bool now) {
    return loop_->start(interval, now);
}

void LoopingCall::stop() { loop_->stop(); }
void LoopingCall::reset() { loop_->reset(); }
bool LoopingCall::running() const { return loop_->running(); }

}  // namespace untwist
