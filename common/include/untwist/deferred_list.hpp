// Waiting for many Deferreds at once.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "untwist/deferred.hpp"
#include "untwist/log.hpp"

// Each of these takes over the results of the Deferreds it is given: callbacks
// are added to those before, not after. cancel() on what they return cancels
// every one of them.

namespace untwist {

namespace error {

// The first of many failed (twisted.internet.defer.FirstError).
class FirstError : public Error {
  public:
    FirstError(Failure failure, std::size_t which)
        : Error("the Deferred at index " + std::to_string(which) +
                " failed: " + failure.getErrorMessage()),
          subFailure(std::move(failure)),
          index(which) {}

    Failure subFailure;
    std::size_t index;
};

// None of many succeeded; `failures` are in the order of the list.
class FailureGroup : public Error {
  public:
    explicit FailureGroup(std::vector<Failure> all)
        : Error("all " + std::to_string(all.size()) + " failed"),
          failures(std::move(all)) {}

    std::vector<Failure> failures;
};

}  // namespace error

struct DeferredListOptions {
    bool fireOnOneErrback = false;  // fail at the first failure: FirstError
    bool consumeErrors = false;     // do not log each failure as unhandled
};

// Which came first, and what it brought.
template <class T>
struct FirstResult {
    std::size_t index;
    detail::Stored<T> value;
};

namespace detail {

template <class T>
void cancelAll(const std::vector<Deferred<T>>& list) {
    for (const auto& deferred : list) {
        try {
            deferred.cancel();
        } catch (...) {
            log::err(Failure(), "cancel of one of many Deferreds");
        }
    }
}

// What the Deferreds of a list have brought so far, on the way to a U.
template <class T, class U>
struct Gathering {
    explicit Gathering(std::vector<Deferred<T>> deferreds)
        : list(std::move(deferreds)),
          results(list.size()),
          missing(list.size()),
          out([this](auto&) { cancelAll(list); }) {}

    // Calls each(*this, index) as results come in. Whoever can still fire one
    // of the list keeps this alive.
    template <class F>
    static Deferred<U> start(std::vector<Deferred<T>> deferreds,
                             bool consumeErrors, F each) {
        const auto self = std::make_shared<Gathering>(std::move(deferreds));
        const auto out = self->out;
        for (std::size_t i = 0; i < self->list.size(); ++i) {
            self->list[i].addBoth([self, i, consumeErrors,
                                   each](Result<T> result) -> Result<void> {
                std::optional<Failure> failure;
                if (!result.ok()) failure = result.failure();
                self->results[i] = std::move(result);
                --self->missing;
                if (!self->out.called()) each(*self, i);
                if (failure && !consumeErrors) return *failure;
                return Nothing();
            });
        }
        return out;
    }

    bool ok(std::size_t index) const { return results[index]->ok(); }
    const Failure& failure(std::size_t index) const {
        return results[index]->failure();
    }
    Stored<T> takeValue(std::size_t index) {
        if constexpr (std::is_void_v<T>) {
            return Nothing();
        } else {
            return std::move(*results[index]).value();
        }
    }
    void failWithAll() {
        std::vector<Failure> failures;
        for (const auto& result : results) {
            failures.push_back(result->failure());
        }
        out.errback(Failure(error::FailureGroup(std::move(failures))));
    }

    std::vector<Deferred<T>> list;
    std::vector<std::optional<Result<T>>> results;
    std::size_t missing;
    Deferred<U> out;
};

}  // namespace detail

// Every result, good or bad, in the order of the list. Fires at once for an
// empty list.
template <class T>
Deferred<std::vector<Result<T>>> DeferredList(
    std::vector<Deferred<T>> list, DeferredListOptions options = {}) {
    using Results = std::vector<Result<T>>;
    if (list.empty()) return succeed(Results());
    return detail::Gathering<T, Results>::start(
        std::move(list), options.consumeErrors,
        [options](auto& all, std::size_t index) {
            if (options.fireOnOneErrback && !all.ok(index)) {
                return all.out.errback(
                    Failure(error::FirstError(all.failure(index), index)));
            }
            if (all.missing > 0) return;
            Results results;
            for (auto& result : all.results) {
                results.push_back(std::move(*result));
            }
            all.out.callback(std::move(results));
        });
}

// Every value, in the order of the list, or the first failure (FirstError).
// The others are not cancelled then.
template <class T>
auto gatherResults(std::vector<Deferred<T>> list, bool consumeErrors = false) {
    return DeferredList(std::move(list), {true, consumeErrors})
        .addCallback([](std::vector<Result<T>> results) {
            if constexpr (!std::is_void_v<T>) {
                std::vector<T> values;
                values.reserve(results.size());
                for (auto& result : results) {
                    values.push_back(std::move(result).value());
                }
                return values;
            }
        });
}

// The first value; the others go on, and what they bring is dropped. All
// failed: FailureGroup. Never fires for an empty list. (Twisted's DeferredList
// with fireOnOneCallback.)
template <class T>
Deferred<FirstResult<T>> firstResult(std::vector<Deferred<T>> list,
                                     bool consumeErrors = false) {
    return detail::Gathering<T, FirstResult<T>>::start(
        std::move(list), consumeErrors, [](auto& all, std::size_t index) {
            if (all.ok(index)) {
                all.out.callback(FirstResult<T>{index, all.takeValue(index)});
            } else if (all.missing == 0) {
                all.failWithAll();
            }
        });
}

// The same, and the others are cancelled once there is a value.
template <class T>
Deferred<FirstResult<T>> race(std::vector<Deferred<T>> list) {
    const auto all = list;
    return firstResult(std::move(list), true)
        .addCallback([all](FirstResult<T> first) {
            detail::cancelAll(all);
            return first;
        });
}

}  // namespace untwist
