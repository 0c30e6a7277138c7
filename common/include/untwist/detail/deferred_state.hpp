// What the handles of one Deferred share, and how results travel.
#pragma once

#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>
#include <variant>

#include "untwist/detail/ref.hpp"
#include "untwist/detail/stage_queue.hpp"
#include "untwist/error.hpp"
#include "untwist/failure.hpp"
#include "untwist/function.hpp"
#include "untwist/result.hpp"

namespace untwist::detail {

// A state gets its result by being fired, or from another state, its feeder:
// the one whose callback changed the type, or the Deferred that a callback
// returned. The feeder owns the state that it feeds; the way back is a plain
// pointer. So whoever can still fire keeps alive what depends on it, and
// nothing else does.
class DeferredState {
  public:
    DeferredState(const DeferredState&) = delete;
    DeferredState& operator=(const DeferredState&) = delete;
    virtual ~DeferredState();

    void retain() { ++references_; }
    void release() {
        if (--references_ == 0) destroyLater(this);
    }

    bool fired() const { return fired_; }
    void cancel();
    void pause() { ++pauses_; }
    void unpause();

    // Marks the state as fired; false if this call is to be swallowed (the
    // one late result after cancel). Throws error::AlreadyCalledError, or
    // std::logic_error if it is fed by another.
    bool beginFiring() {
        if (fed_ || fired_ || canceller_) [[unlikely]]
            return beginFiringSlowly();
        return fired_ = true;
    }

    // Runs what can run: this state's stages, then those of the state it
    // feeds, and so on. A loop, however long the chain. The caller keeps this
    // state alive meanwhile.
    void run() {
        if (canRun() && !running_) runChain();
    }

    // Throws std::logic_error if the result belongs to another by now.
    void checkMine() const {
        if (movedOn_) [[unlikely]]
            throwMovedOn();
    }

    // From here on, the result goes to `next` when the stages have run.
    void feed(Ref<DeferredState> next);

    // The same for a `next` that is another's, unfired until now. Throws
    // error::AlreadyCalledError or std::logic_error if it is not.
    void chainTo(Ref<DeferredState> next);

    // The last stage, which changes the type, calls it: it settles next_.
    void startHandingOver();

    // The result goes to a coroutine: nobody else may add to this state.
    void moveOn() { movedOn_ = true; }

    // Whether the result is here and nothing stands between it and the caller.
    bool settled() const { return canRun() && !running_ && stages.empty(); }

    // What cancel() calls first.
    void setCanceller(Callback canceller);
    void dropCanceller();

    // While a coroutine is under way that this is the result of. Nobody else
    // may fire it, and cancel() goes to what the coroutine awaits.
    void beginCoroutine() { inCoroutine_ = fed_ = true; }
    void endCoroutine() {
        inCoroutine_ = false;
        awaited_ = nullptr;
    }
    void setAwaited(DeferredState* awaited) { awaited_ = awaited; }

    // Fires a coroutine's result, and runs its stages at the end of the
    // innermost run() that is under way, or now.
    static void finishCoroutine(const Ref<DeferredState>& state);

    StageQueue stages;

  protected:
    DeferredState() = default;

    // Moves the result into `next`, which holds the same type.
    virtual void moveResultTo(DeferredState& next) = 0;
    virtual void failCancelled() = 0;

    static void reportUnhandled(const Failure& failure) noexcept;
    void checkNotItself(const DeferredState* returned) const;

    template <class T, class U>
    friend struct RunStage;
    template <class T>
    friend class State;

    // Who is to deliver what this waits for, if not its own firing.
    DeferredState* source() const { return feeder_ ? feeder_ : awaited_; }
    bool canRun() const {
        return fired_ && pauses_ == 0 && !feeder_ && !abandoned_;
    }
    bool beginFiringSlowly();
    void runChain();
    Ref<DeferredState> runStages();
    [[noreturn]] static void throwMovedOn();
    static void destroyLater(DeferredState* state) noexcept;

    std::size_t references_ = 0;
    Ref<DeferredState> next_;           // whom this feeds
    DeferredState* feeder_ = nullptr;   // who feeds this, until it has
    DeferredState* awaited_ = nullptr;  // by the coroutine that feeds this
    std::unique_ptr<Callback> canceller_;
    unsigned pauses_ = 0;
    bool fired_ = false;
    bool running_ = false;
    bool fed_ = false;          // by another: nobody else may fire it
    bool movedOn_ = false;      // the result is, or will be, another's
    bool handedOver_ = false;   // and has gone there
    bool swallowNext_ = false;  // one result that comes after cancel
    bool inCoroutine_ = false;
    bool abandoned_ = false;  // by its feeder: only cancel() gives it a result
};

template <class T>
class State final : public DeferredState {
  public:
    ~State() override {
        if (auto* failure = std::get_if<Failure>(&result)) {
            reportUnhandled(*failure);
        }
    }

    void succeed(Stored<T> value) {
        // In a long chain there is a value already: no need to destroy it.
        if constexpr (std::is_nothrow_move_assignable_v<Stored<T>>) {
            if (auto* old = std::get_if<1>(&result)) {
                *old = std::move(value);
                return;
            }
        }
        result.template emplace<1>(std::move(value));
    }
    void fail(Failure failure) {
        result.template emplace<2>(std::move(failure));
    }

    // Takes over the result of `inner`, now or when it has one.
    void adopt(const Ref<State>& inner) {
        checkNotItself(inner.get());
        inner->checkMine();
        if (inner->settled()) {
            result = std::move(inner->result);
            inner->result = std::monostate();
            inner->movedOn_ = true;
        } else {
            result = std::monostate();
            inner->feed(Ref<DeferredState>(this));
        }
    }

    std::variant<std::monostate, Stored<T>, Failure> result;

  private:
    void moveResultTo(DeferredState& next) override {
        static_cast<State&>(next).result = std::move(result);
        result = std::monostate();
    }
    void failCancelled() override { fail(Failure(error::CancelledError())); }
};

}  // namespace untwist::detail
