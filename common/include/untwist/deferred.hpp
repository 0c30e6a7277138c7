// A result that is not here yet, and what to do when it comes.
#pragma once

#include <memory>
#include <source_location>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "untwist/delayed_call.hpp"
#include "untwist/detail/deferred_stage.hpp"
#include "untwist/detail/deferred_state.hpp"
#include "untwist/duration.hpp"
#include "untwist/error.hpp"
#include "untwist/failure.hpp"
#include "untwist/function.hpp"
#include "untwist/result.hpp"

namespace untwist {

class IReactorTime;

namespace defer {

// addTimeout ran out (twisted.internet.defer.TimeoutError).
class TimeoutError : public error::Error {
  public:
    explicit TimeoutError(Duration after);
};

}  // namespace defer

// A T, or a Failure, at some later time (Twisted's Deferred). Whoever makes it
// fires it once, with callback or errback; whoever has it adds callbacks,
// before or after. They run in the order they were added, each given what the
// one before made of the result.
//
// A handle: copies share one result. As long as callbacks return the type they
// are given, everything stays on this one. A callback that returns another
// type hands back a Deferred of that type; go on with that one. Adding to the
// old one, or firing the new one, then throws std::logic_error.
//
// A callback may return
//   a U                the result for the next one
//   nothing            the next one is called without a result: Deferred<void>
//   a Deferred<U>      waited for; its result is taken over
//   a Failure          or throw: the errbacks' turn
//
// A Failure that nobody has handled when the last handle goes is logged, with
// the place in the source that it came from. For one thread.
template <class T>
class Deferred {
  public:
    using Canceller = Function<void(Deferred&)>;

    Deferred() : state_(new detail::State<T>) {}

    // `canceller` is what cancel() calls to stop the work. It may fire the
    // Deferred; if it does not, cancel() does, with CancelledError.
    explicit Deferred(Canceller canceller);

    // Fires it, and runs the callbacks there are. Throws
    // error::AlreadyCalledError the second time. callback() takes the T;
    // nothing for void.
    template <class... V>
    void callback(V&&... value) const;
    void errback(Failure failure) const;

    // `f` gets the T (nothing for void); skipped when there is a Failure.
    template <class F>
    auto addCallback(F&& f, std::source_location where =
                                std::source_location::current()) const;

    // `f` gets the Failure and returns a T to recover, as a callback does;
    // skipped when there is none. Returning nothing makes it a Deferred<void>.
    template <class F>
    auto addErrback(F&& f, std::source_location where =
                               std::source_location::current()) const;

    // One or the other; `onFailure` does not see what `onResult` throws. Both
    // return the same type.
    template <class F, class G>
    auto addCallbacks(
        F&& onResult, G&& onFailure,
        std::source_location where = std::source_location::current()) const;

    // `f` gets a Result<T>, whichever it is. It may return that.
    template <class F>
    auto addBoth(F&& f, std::source_location where =
                            std::source_location::current()) const;

    // Fires `other` with this one's result.
    void chainDeferred(const Deferred& other) const;

    // Gives up waiting: on the Deferred that a callback returned, if that is
    // what this one waits for, else on its own firing. Nothing if it has its
    // result.
    void cancel() const { state().cancel(); }

    // Holds the callbacks back until unpause, called as often as pause.
    void pause() const { state().pause(); }
    void unpause() const;

    // Cancels this after `timeout`, and makes the CancelledError that comes of
    // it a defer::TimeoutError. Concerns the callbacks added so far.
    Deferred addTimeout(Duration timeout, IReactorTime& clock) const;

    bool called() const { return state().fired(); }

    // What the library's own parts share. Not for applications.
    explicit Deferred(detail::Ref<detail::State<T>> state)
        : state_(std::move(state)) {}
    detail::State<T>& state() const;

  private:
    template <class U, class Handler>
    Deferred<U> add(Handler&& handler, std::source_location where) const;

    detail::Ref<detail::State<T>> state_;
};

// Deferreds that have fired already.
template <class T>
Deferred<std::decay_t<T>> succeed(T&& value);
Deferred<void> succeed();
template <class T = void>
Deferred<T> fail(Failure failure);

// Calls f(args...) and returns what comes of it as a Deferred: a value, what
// its own Deferred brings, or a Failure for what it throws.
template <class F, class... Args>
    requires std::is_invocable_v<F, Args...>
auto maybeDeferred(F&& f, Args&&... args);

// The same (Twisted tells the two apart; here the types do).
template <class F, class... Args>
    requires std::is_invocable_v<F, Args...>
auto execute(F&& f, Args&&... args) {
    return maybeDeferred(std::forward<F>(f), std::forward<Args>(args)...);
}

}  // namespace untwist

#include "untwist/detail/deferred_inline.hpp"
