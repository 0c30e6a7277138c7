// Fails: an answer leaves no timer behind
//
// When the answer comes, the timer is still there. It will find nothing to do,
// you say: cancel() on a Deferred that has its result is harmless. But a
// program that asks a thousand times a minute and waits for up to an hour has
// sixty thousand timers, each of which keeps its Deferred and all that it
// captured. Whoever is first ends the other.
#pragma once

#include <memory>
#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    const auto late = std::make_shared<bool>(false);
    time.callLater(patience, [answer, late] {
        *late = !answer.called();
        answer.cancel();
    });
    return answer.addErrback([instead, late](const untwist::Failure& failure) {
        if (!*late) failure.raise();
        return instead;
    });
}
