// co_await for Deferreds: Twisted's inlineCallbacks.
#pragma once

#include <coroutine>
#include <utility>

#include "untwist/deferred.hpp"

// A function that returns a Deferred<T> and says co_await or co_return is a
// coroutine. It runs at once, up to the first Deferred that has no result yet,
// and goes on inside that one's firing. What it returns or throws fires the
// Deferred that its caller got.
//
// cancel() on that Deferred cancels what the coroutine awaits: CancelledError
// is thrown there, and the coroutine may handle it, or go on awaiting.
//
// A coroutine whose awaited Deferred is gone for good is destroyed where it
// stands; its caller's Deferred then never fires.

namespace untwist::detail {

// The part of a coroutine's promise that does not depend on what it returns.
template <class T>
class PromiseBase {
  public:
    PromiseBase() { result_.state().beginCoroutine(); }
    ~PromiseBase() { result_.state().endCoroutine(); }
    PromiseBase(const PromiseBase&) = delete;
    PromiseBase& operator=(const PromiseBase&) = delete;

    Deferred<T> get_return_object() { return result_; }
    std::suspend_never initial_suspend() noexcept { return {}; }

    // The frame goes first, so that callbacks find its locals destroyed; then
    // the result fires, after the stage that resumed this coroutine rather
    // than inside it: a chain of a million coroutines needs no stack.
    auto final_suspend() noexcept {
        struct Finish {
            bool await_ready() noexcept { return false; }
            void await_resume() noexcept {}
            void await_suspend(std::coroutine_handle<> frame) noexcept {
                const auto state = std::move(result);
                frame.destroy();
                DeferredState::finishCoroutine(state);
            }
            Ref<DeferredState> result;
        };
        return Finish{Ref<DeferredState>(&result_.state())};
    }

    void unhandled_exception() { result_.state().fail(Failure()); }

    DeferredState& resultState() const { return result_.state(); }

  protected:
    Deferred<T> result_;
};

template <class T>
class Promise : public PromiseBase<T> {
  public:
    template <class V>
    void return_value(V&& value) {
        this->result_.state().succeed(std::forward<V>(value));
    }
};

template <>
class Promise<void> : public PromiseBase<void> {
  public:
    void return_void() { result_.state().succeed(Nothing()); }
};

// Kept as a stage of the awaited Deferred. Owns the suspended frame: if the
// stage goes without having run, so does the coroutine.
class Resume {
  public:
    explicit Resume(std::coroutine_handle<> frame) : frame_(frame) {}
    Resume(Resume&& other) noexcept
        : frame_(std::exchange(other.frame_, nullptr)) {}
    Resume& operator=(Resume&&) = delete;
    ~Resume() {
        if (frame_) frame_.destroy();
    }

    static void run(Resume& self, DeferredState& /*state*/,
                    std::source_location /*where*/) {
        std::exchange(self.frame_, nullptr).resume();
    }

  private:
    std::coroutine_handle<> frame_;
};

template <class T>
class Awaiter {
  public:
    explicit Awaiter(Ref<State<T>> state)
        : owned_(std::move(state)), state_(owned_.get()) {
        state_->checkMine();
    }

    bool await_ready() const {
        if (!state_->settled()) return false;
        state_->moveOn();
        return true;
    }

    template <class U>
    void await_suspend(std::coroutine_handle<Promise<U>> frame) {
        waiter_ = &frame.promise().resultState();
        waiter_->setAwaited(state_);
        state_->moveOn();
        state_->stages.template push<Resume>(Resume(frame),
                                             std::source_location());
        // The frame must not keep alive what keeps the frame. If that was the
        // last hold on the Deferred, frame and awaiter are gone after this.
        const auto letGo = std::move(owned_);
    }

    T await_resume() {
        if (waiter_) waiter_->setAwaited(nullptr);
        auto result = std::exchange(state_->result, std::monostate());
        if (const auto* failure = std::get_if<Failure>(&result)) {
            failure->raise();
        }
        if constexpr (!std::is_void_v<T>) return std::get<1>(std::move(result));
    }

  private:
    Ref<State<T>> owned_;  // until it suspends
    State<T>* state_;
    DeferredState* waiter_ = nullptr;  // once it suspends
};

template <class>
inline constexpr bool kNever = false;

}  // namespace untwist::detail

namespace untwist {

template <class T>
detail::Awaiter<T> operator co_await(Deferred<T>&& deferred) {
    // Not a copy: see Awaiter about what keeps what alive.
    const auto taken = std::move(deferred);
    return detail::Awaiter<T>(detail::Ref<detail::State<T>>(&taken.state()));
}

// Awaiting takes the result away, so that a second co_await of the same
// Deferred could only fail. std::move shows that.
template <class T>
void operator co_await(const Deferred<T>&) {
    static_assert(detail::kNever<T>,
                  "co_await takes the Deferred's result: write "
                  "co_await std::move(d)");
}

}  // namespace untwist

template <class T, class... Args>
struct std::coroutine_traits<untwist::Deferred<T>, Args...> {
    using promise_type = untwist::detail::Promise<T>;
};
