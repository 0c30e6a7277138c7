#include "untwist/deferred.hpp"

#include <deque>
#include <optional>
#include <utility>

#include "untwist/error.hpp"
#include "untwist/log.hpp"

namespace untwist {

// Each stage takes the result so far and leaves its own.
struct Deferred<void>::State {
    using Result = std::optional<Failure>;  // empty: done
    bool called = false;
    bool running = false;
    Result result;
    std::deque<Function<void(Result&)>> stages;

    ~State() {
        if (result) log::err(*result, "Deferred");
    }

    void fire(Result first) {
        if (std::exchange(called, true)) throw error::AlreadyCalledError();
        result = std::move(first);
        runStages();
    }

    // A stage added while another runs waits for its turn in that loop.
    void runStages() {
        if (!called || std::exchange(running, true)) return;
        while (!stages.empty()) {
            auto stage = std::move(stages.front());
            stages.pop_front();
            try {
                stage(result);
            } catch (...) {
                result = Failure();
            }
        }
        running = false;
    }
};

Deferred<void>::Deferred() : state_(std::make_shared<State>()) {}

void Deferred<void>::callback() {
    const auto keep = state_;
    keep->fire({});
}

void Deferred<void>::errback(Failure reason) {
    const auto keep = state_;
    keep->fire(std::move(reason));
}

Deferred<void>& Deferred<void>::addCallback(Function<void()> onDone) {
    state_->stages.push_back(
        [onDone = std::move(onDone)](State::Result& result) mutable {
            if (!result) onDone();
        });
    state_->runStages();
    return *this;
}

Deferred<void>& Deferred<void>::addErrback(
    Function<void(const Failure&)> onFailure) {
    state_->stages.push_back(
        [onFailure = std::move(onFailure)](State::Result& result) mutable {
            if (auto failure = std::exchange(result, {})) onFailure(*failure);
        });
    state_->runStages();
    return *this;
}

Deferred<void>& Deferred<void>::addBoth(Function<void()> onEither) {
    state_->stages.push_back(
        [onEither = std::move(onEither)](State::Result& result) mutable {
            result.reset();
            onEither();
        });
    state_->runStages();
    return *this;
}

bool Deferred<void>::called() const { return state_->called; }

Deferred<void> succeed() {
    Deferred<void> deferred;
    deferred.callback();
    return deferred;
}

Deferred<void> fail(Failure reason) {
    Deferred<void> deferred;
    deferred.errback(std::move(reason));
    return deferred;
}

}  // namespace untwist
