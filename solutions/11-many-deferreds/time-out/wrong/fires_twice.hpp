// Fails: nothing fires twice, and no error is left unhandled
//
// The timer fires your Deferred with the other text, and then cancels the
// question. A question that is cancelled fails; your errback is told, and fires
// your Deferred again. AlreadyCalledError is thrown where nobody expects it,
// and shows up in the log. One of the two decides, and it decides once.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    const untwist::Deferred<std::string> result(
        [answer](const auto&) { answer.cancel(); });
    auto timer = time.callLater(patience, [answer, instead, result] {
        result.callback(instead);
        answer.cancel();
    });
    answer.addCallbacks(
        [timer, result](const std::string& text) mutable {
            if (timer.active()) timer.cancel();
            result.callback(text);
        },
        [timer, result](const untwist::Failure& failure) mutable {
            if (timer.active()) timer.cancel();
            result.errback(failure);
        });
    return result;
}
