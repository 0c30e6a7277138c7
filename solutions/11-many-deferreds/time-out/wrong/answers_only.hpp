// Fails: a failure leaves no timer behind
//
// An answer ends the timer; a failure does not, for addCallback is not called
// then. A question that fails, or is cancelled, leaves its timer behind. What
// has to be done in both cases goes into addBoth.
#pragma once

#include <memory>
#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    const auto late = std::make_shared<bool>(false);
    auto timer = time.callLater(patience, [answer, late] {
        *late = true;
        answer.cancel();
    });
    return answer
        .addCallback([timer](std::string text) mutable {
            if (timer.active()) timer.cancel();
            return text;
        })
        .addErrback([instead, late](const untwist::Failure& failure) {
            if (!*late) failure.raise();
            return instead;
        });
}
