// Fails: who cancels gets CancelledError, not the other text
//
// When the timer cancels the question it fails with CancelledError, and so you
// take a CancelledError for "too late". But the caller may cancel, too: they no
// longer want anything, and get the other text. You have to know who it was.
// addTimeout does: only its own cancelling becomes a TimeoutError.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    auto timer = time.callLater(patience, [answer] { answer.cancel(); });
    return answer
        .addBoth([timer](untwist::Result<std::string> result) mutable {
            if (timer.active()) timer.cancel();
            return result;
        })
        .addErrback([instead](const untwist::Failure& failure) {
            failure.trap<untwist::error::CancelledError>();
            return instead;
        });
}
