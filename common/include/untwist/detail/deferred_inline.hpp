// Deferred's templates: what its header promises, spelled out.
#pragma once

#include "untwist/deferred.hpp"

namespace untwist {

template <class T>
Deferred<T>::Deferred(Canceller canceller) : Deferred() {
    state_->setCanceller(
        [canceller = std::move(canceller), state = state_.get()]() mutable {
            Deferred self{detail::Ref<detail::State<T>>(state)};
            canceller(self);
        });
}

template <class T>
detail::State<T>& Deferred<T>::state() const {
    if (!state_) throw std::logic_error("this Deferred was moved from");
    return *state_;
}

template <class T>
template <class... V>
void Deferred<T>::callback(V&&... value) const {
    static_assert(std::is_constructible_v<detail::Stored<T>, V&&...> &&
                      (std::is_void_v<T> || sizeof...(V) > 0),
                  "callback: give it the value that the Deferred is of "
                  "(nothing for a Deferred<void>)");
    const detail::Ref<detail::State<T>> keep(&state());
    if (!keep->beginFiring()) return;
    keep->succeed(detail::Stored<T>(std::forward<V>(value)...));
    keep->run();
}

template <class T>
void Deferred<T>::errback(Failure failure) const {
    const detail::Ref<detail::State<T>> keep(&state());
    if (!keep->beginFiring()) return;
    keep->fail(std::move(failure));
    keep->run();
}

template <class T>
template <class U, class Handler>
Deferred<U> Deferred<T>::add(Handler&& handler,
                             std::source_location where) const {
    auto& from = state();
    from.checkMine();
    if constexpr (std::is_same_v<T, U>) {
        from.stages.template push<detail::RunStage<T, U>>(
            std::forward<Handler>(handler), where);
        Deferred same(*this);
        from.run();
        return same;
    } else {
        const Deferred keep(*this);
        Deferred<U> to;
        from.stages.template push<detail::RunStage<T, U>>(
            std::forward<Handler>(handler), where);
        from.feed(detail::Ref<detail::DeferredState>(&to.state()));
        from.run();
        return to;
    }
}

template <class T>
template <class F>
auto Deferred<T>::addCallback(F&& f, std::source_location where) const {
    using Fn = std::decay_t<F>;
    static_assert(detail::takesValue<T, Fn>,
                  "addCallback: the callback must take the Deferred's value "
                  "(and nothing if it is a Deferred<void>)");
    using U = detail::UnwrappedType<detail::ValueResult<T, Fn>, T>;
    return add<U>(detail::OnValue<T, U, Fn>{std::forward<F>(f)}, where);
}

template <class T>
template <class F>
auto Deferred<T>::addErrback(F&& f, std::source_location where) const {
    using Fn = std::decay_t<F>;
    static_assert(std::is_invocable_v<Fn&, const Failure&>,
                  "addErrback: the errback must take a const Failure&");
    using U =
        detail::UnwrappedType<std::invoke_result_t<Fn&, const Failure&>, T>;
    static_assert(std::is_same_v<U, T> || std::is_void_v<U>,
                  "addErrback: the errback must return what the callbacks "
                  "return (to recover), a Deferred of that, a Failure, or "
                  "nothing");
    return add<U>(detail::OnFailure<T, U, Fn>{std::forward<F>(f)}, where);
}

template <class T>
template <class F, class G>
auto Deferred<T>::addCallbacks(F&& onResult, G&& onFailure,
                               std::source_location where) const {
    using Fn = std::decay_t<F>;
    using Gn = std::decay_t<G>;
    static_assert(detail::takesValue<T, Fn>,
                  "addCallbacks: the callback must take the Deferred's value "
                  "(and nothing if it is a Deferred<void>)");
    static_assert(std::is_invocable_v<Gn&, const Failure&>,
                  "addCallbacks: the errback must take a const Failure&");
    using U = detail::UnwrappedType<detail::ValueResult<T, Fn>, T>;
    using V =
        detail::UnwrappedType<std::invoke_result_t<Gn&, const Failure&>, U>;
    static_assert(std::is_same_v<U, V>,
                  "addCallbacks: callback and errback must return the same "
                  "type");
    return add<U>(detail::OnEither<T, U, Fn, Gn>{std::forward<F>(onResult),
                                                 std::forward<G>(onFailure)},
                  where);
}

template <class T>
template <class F>
auto Deferred<T>::addBoth(F&& f, std::source_location where) const {
    using Fn = std::decay_t<F>;
    static_assert(std::is_invocable_v<Fn&, Result<T>>,
                  "addBoth: the callback must take a Result of the Deferred's "
                  "type");
    using U = detail::UnwrappedType<std::invoke_result_t<Fn&, Result<T>>, T>;
    return add<U>(detail::OnBoth<T, U, Fn>{std::forward<F>(f)}, where);
}

template <class T>
void Deferred<T>::chainDeferred(const Deferred& other) const {
    const detail::Ref<detail::State<T>> keep(&state());
    keep->checkMine();
    keep->chainTo(detail::Ref<detail::DeferredState>(&other.state()));
    keep->run();
}

template <class T>
void Deferred<T>::unpause() const {
    const detail::Ref<detail::State<T>> keep(&state());
    keep->unpause();
}

namespace detail {

// Out of line, so that this header needs no reactor.
DelayedCall cancelAfter(IReactorTime& clock, Duration timeout, Callback cancel);

}  // namespace detail

template <class T>
Deferred<T> Deferred<T>::addTimeout(Duration timeout,
                                    IReactorTime& clock) const {
    struct Timer {
        bool ran = false;
        DelayedCall call;
    };
    state().checkMine();
    const auto timer = std::make_shared<Timer>();
    timer->call = detail::cancelAfter(clock, timeout, [timer, d = *this] {
        timer->ran = true;
        d.cancel();
    });
    return addBoth([timer, timeout](Result<T> result) -> Result<T> {
        if (timer->call.active()) timer->call.cancel();
        if (timer->ran && !result.ok() &&
            result.failure().template check<error::CancelledError>()) {
            return Failure(defer::TimeoutError(timeout));
        }
        return result;
    });
}

template <class T>
Deferred<std::decay_t<T>> succeed(T&& value) {
    Deferred<std::decay_t<T>> deferred;
    deferred.callback(std::forward<T>(value));
    return deferred;
}

template <class T>
Deferred<T> fail(Failure failure) {
    Deferred<T> deferred;
    deferred.errback(std::move(failure));
    return deferred;
}

template <class F, class... Args>
    requires std::is_invocable_v<F, Args...>
auto maybeDeferred(F&& f, Args&&... args) {
    return succeed().addCallback([&]() -> decltype(auto) {
        return std::forward<F>(f)(std::forward<Args>(args)...);
    });
}

}  // namespace untwist
