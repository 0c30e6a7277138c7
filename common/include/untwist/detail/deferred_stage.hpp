// How one callback of a Deferred is called, and what becomes of its return.
#pragma once

#include <concepts>
#include <source_location>
#include <type_traits>
#include <utility>

#include "untwist/detail/deferred_state.hpp"
#include "untwist/failure.hpp"
#include "untwist/result.hpp"

namespace untwist {

template <class T>
class Deferred;

namespace detail {

// The U of the Deferred<U> that a callback returning R leads to. T is the type
// that it stays when R says nothing about it.
template <class R, class T>
struct Unwrapped {
    using Type = R;
};
template <class R, class T>
struct Unwrapped<Deferred<R>, T> {
    using Type = R;
};
template <class R, class T>
struct Unwrapped<Result<R>, T> {
    using Type = R;
};
template <class T>
struct Unwrapped<Failure, T> {
    using Type = T;
};
template <class R, class T>
using UnwrappedType = typename Unwrapped<std::remove_cvref_t<R>, T>::Type;

template <class T, class F>
constexpr bool takesValue = std::is_invocable_v<F&, T>;
template <class F>
constexpr bool takesValue<void, F> = std::is_invocable_v<F&>;

template <class T, class F>
decltype(auto) callWithValue(F& f, Stored<T>& value) {
    if constexpr (std::is_void_v<T>) {
        return f();
    } else {
        return f(std::move(value));
    }
}

template <class T, class F>
using ValueResult =
    decltype(callWithValue<T>(std::declval<F&>(), std::declval<Stored<T>&>()));

// Makes `call`'s return `to`'s result.
template <class U, class Call>
void settle(State<U>& to, Call&& call) {
    using R = std::remove_cvref_t<std::invoke_result_t<Call&>>;
    if constexpr (std::is_void_v<R>) {
        call();
        to.succeed(Nothing());
    } else if constexpr (std::is_same_v<R, Deferred<U>>) {
        const Deferred<U> returned = call();
        to.adopt(Ref<State<U>>(&returned.state()));
    } else if constexpr (std::is_same_v<R, Failure>) {
        to.fail(call());
    } else if constexpr (std::is_same_v<R, Result<U>>) {
        auto result = call();
        if (!result.ok()) return to.fail(result.failure());
        if constexpr (std::is_void_v<U>) {
            to.succeed(Nothing());
        } else {
            to.succeed(std::move(result).value());
        }
    } else {
        to.succeed(call());
    }
}

// The handlers: what addCallback and its like store. Each is called with the
// result of a T and the state of a U that it is to settle, which are one and
// the same where the callback keeps the type.

template <class T, class U, class F>
struct OnValue {
    F f;
    void operator()(State<T>& from, State<U>& to, std::source_location where) {
        if (auto* failure = std::get_if<Failure>(&from.result)) {
            failure->passed(where);
            if constexpr (!std::is_same_v<T, U>) to.fail(std::move(*failure));
            return;
        }
        settle(to, [&]() -> decltype(auto) {
            return callWithValue<T>(f, std::get<1>(from.result));
        });
    }
};

template <class T, class U, class F>
struct OnFailure {
    F f;
    void operator()(State<T>& from, State<U>& to, std::source_location) {
        if (const auto* failure = std::get_if<Failure>(&from.result)) {
            const auto handled = *failure;
            return settle(to, [&]() -> decltype(auto) { return f(handled); });
        }
        if constexpr (std::is_void_v<U> && !std::is_void_v<T>) {
            to.succeed(Nothing());
        }
    }
};

template <class T, class U, class F, class G>
struct OnEither {
    F onValue;
    G onFailure;
    void operator()(State<T>& from, State<U>& to, std::source_location) {
        if (const auto* failure = std::get_if<Failure>(&from.result)) {
            const auto handled = *failure;
            return settle(
                to, [&]() -> decltype(auto) { return onFailure(handled); });
        }
        settle(to, [&]() -> decltype(auto) {
            return callWithValue<T>(onValue, std::get<1>(from.result));
        });
    }
};

template <class T, class U, class F>
struct OnBoth {
    F f;
    void operator()(State<T>& from, State<U>& to, std::source_location) {
        auto result = [&]() -> Result<T> {
            if (auto* failure = std::get_if<Failure>(&from.result)) {
                return std::move(*failure);
            }
            return std::move(std::get<1>(from.result));
        }();
        settle(to, [&]() -> decltype(auto) { return f(std::move(result)); });
    }
};

// Runs a handler on `base`, a State<T>.
template <class T, class U>
struct RunStage {
    template <class Handler>
    static void run(Handler& handler, DeferredState& base,
                    std::source_location where) {
        auto& from = static_cast<State<T>&>(base);
        auto& to = target(from);
        to.running_ = true;  // what is added to it meanwhile runs afterwards
        try {
            handler(from, to, where);
        } catch (...) {
            to.fail(Failure::raisedIn(where));
        }
        if constexpr (!std::is_same_v<T, U>) {
            from.result = std::monostate();
            to.running_ = false;
        }
    }

  private:
    // A stage that changes the type is the last of its state, and hands over.
    static State<U>& target(State<T>& from) {
        if constexpr (std::is_same_v<T, U>) {
            return from;
        } else {
            from.startHandingOver();
            return static_cast<State<U>&>(*from.next_);
        }
    }
};

}  // namespace detail
}  // namespace untwist
