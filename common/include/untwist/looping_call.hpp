// A call that repeats.
#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "untwist/deferred.hpp"
#include "untwist/duration.hpp"
#include "untwist/function.hpp"

namespace untwist {

class IReactorTime;

// Calls a callable every so often (twisted.internet.task.LoopingCall). The
// times lie on a grid, start + k * interval: a call that runs late does not
// move the ones after it, and when calls take too long, the times they have
// missed are skipped.
//
// The callable takes nothing and returns nothing, or a Deferred<void>: then
// the next call waits for that. It may stop, restart, reset and even destroy
// its LoopingCall. Destroying it ends the calls; its Deferred then never
// fires. Twisted's fires with the LoopingCall; ours, with nothing.
class LoopingCall {
  public:
    template <class F>
        requires std::invocable<F&>
    LoopingCall(F callable, IReactorTime& clock)
        : LoopingCall(
              clock, adapt([callable = std::move(callable)](
                               std::int64_t) mutable { return callable(); })) {}

    // `callable` is told how many intervals have passed since it was called
    // last: normally 1, more when times were skipped. With interval 0: 1.
    template <class F>
        requires std::invocable<F&, std::int64_t>
    static LoopingCall withCount(F callable, IReactorTime& clock) {
        return LoopingCall(clock, adapt(std::move(callable)));
    }

    LoopingCall(LoopingCall&&) noexcept;
    LoopingCall& operator=(LoopingCall&&) noexcept;
    ~LoopingCall();

    // Calls at once, inside start, or with now = false after one interval;
    // then every `interval`. The Deferred fires when the calls have ended:
    // after stop(), or, with what was thrown, when the callable fails. Throws
    // std::logic_error if it runs already, std::invalid_argument if `interval`
    // is negative.
    Deferred<void> start(Duration interval, bool now = true);

    // No more calls. start's Deferred fires inside this; or, if a call is in
    // progress, when that has ended. Throws std::logic_error unless running.
    void stop();

    // Starts the grid anew: the next call is one interval from now. Throws
    // std::logic_error unless running.
    void reset();

    bool running() const;

  private:
    using Tick = Function<std::optional<Deferred<void>>(std::int64_t)>;
    class Loop;

    LoopingCall(IReactorTime& clock, Tick tick);

    template <class F>
    static Tick adapt(F callable) {
        using R = std::invoke_result_t<F&, std::int64_t>;
        static_assert(std::is_void_v<R> || std::same_as<R, Deferred<void>>,
                      "what a LoopingCall calls returns nothing or a "
                      "Deferred<void>");
        return
            [callable = std::move(callable)](
                std::int64_t count) mutable -> std::optional<Deferred<void>> {
                if constexpr (std::is_void_v<R>) {
                    callable(count);
                    return std::nullopt;
                } else {
                    return callable(count);
                }
            };
    }

    std::shared_ptr<Loop> loop_;
};

}  // namespace untwist
