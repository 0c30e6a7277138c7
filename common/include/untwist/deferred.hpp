// A result that is not here yet.
#pragma once

#include <memory>

#include "untwist/failure.hpp"
#include "untwist/function.hpp"

namespace untwist {

template <class T>
class Deferred;

// "Done", or a Failure, at some later time (Twisted's Deferred). A handle:
// copies share one result. Whoever has one may add callbacks, before or after
// it fires; each runs once, in the order they were added.
//
// A callback that throws turns the result into that Failure for the ones
// after it; an errback that returns turns it back into "done".
template <>
class Deferred<void> {
  public:
    Deferred();

    // Fire it. Throw error::AlreadyCalledError if it has fired.
    void callback();
    void errback(Failure reason);

    Deferred& addCallback(Function<void()> onDone);
    Deferred& addErrback(Function<void(const Failure&)> onFailure);
    Deferred& addBoth(Function<void()> onEither);

    bool called() const;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

// A Deferred that has already fired.
Deferred<void> succeed();
Deferred<void> fail(Failure reason);

}  // namespace untwist
