// Waiting for many Deferreds at once.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
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

// What the Deferreds of a list have brought so far, on the way to a U. The
// callbacks on them own it: whoever can still fire one keeps it alive.
template <class T, class U>
struct Gathering {
    // One of the list, until its callback has run or is gone.
    struct Member {
        Member(std::shared_ptr<Gathering> gathering, std::size_t i,
               const Deferred<T>& deferred)
            : all(std::move(gathering)), index(i) {
            all->waitingFor[index] = &deferred.state();
        }
        Member(Member&&) noexcept = default;
        ~Member() {
            if (all) all->waitingFor[index] = nullptr;
        }
        std::shared_ptr<Gathering> all;
        std::size_t index;
    };

    explicit Gathering(std::size_t size)
        : waitingFor(size), results(size), missing(size) {}

    // Calls each(gathering, index) as results come in, until `out` has fired.
    template <class F>
    static Deferred<U> start(std::vector<Deferred<T>> list, bool consumeErrors,
                             F each) {
        const auto self = std::make_shared<Gathering>(list.size());
        const auto out = self->out;
        out.state().setCanceller([gathering = std::weak_ptr(self)] {
            if (const auto all = gathering.lock()) all->cancelAll();
        });
        std::vector<Member> members;
        members.reserve(list.size());
        for (const auto& deferred : list) {
            members.emplace_back(self, members.size(), deferred);
        }
        for (auto& added : members) {
            const auto deferred = std::move(list[added.index]);
            deferred.addBoth([member = std::move(added), consumeErrors,
                              each](Result<T> result) -> Result<void> {
                auto& all = *member.all;
                std::optional<Failure> failure;
                if (!result.ok()) failure = result.failure();
                all.results[member.index] = std::move(result);
                --all.missing;
                if (!all.out.called()) each(all, member.index);
                if (failure && !consumeErrors) return *failure;
                return Nothing();
            });
        }
        return out;
    }

    void cancelAll() {
        for (auto* deferred : waitingFor) {
            try {
                if (deferred) deferred->cancel();
            } catch (...) {
                log::err(Failure(), "cancel of one of many Deferreds");
            }
        }
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

    std::vector<DeferredState*> waitingFor;  // null: no longer
    std::vector<std::optional<Result<T>>> results;
    std::size_t missing;
    Deferred<U> out;
};

template <class T>
Deferred<FirstResult<T>> firstOf(std::vector<Deferred<T>> list,
                                 bool consumeErrors, bool cancelOthers) {
    return Gathering<T, FirstResult<T>>::start(
        std::move(list), consumeErrors,
        [cancelOthers](auto& all, std::size_t index) {
            if (all.ok(index)) {
                all.out.pause();
                all.out.callback(FirstResult<T>{index, all.takeValue(index)});
                if (cancelOthers) all.cancelAll();
                all.out.unpause();
            } else if (all.missing == 0) {
                all.failWithAll();
            }
        });
}

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
    return detail::firstOf(std::move(list), consumeErrors, false);
}

// The same, and the others are cancelled once there is a value.
template <class T>
Deferred<FirstResult<T>> race(std::vector<Deferred<T>> list) {
    return detail::firstOf(std::move(list), true, true);
}

}  // namespace untwist
