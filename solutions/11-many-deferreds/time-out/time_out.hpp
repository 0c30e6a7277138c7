// Solution: an answer in time, or another.
//
// addTimeout cancels the question when the time is over, ends the timer when
// the answer is there, and makes a defer::TimeoutError of the CancelledError
// that its own cancelling brings, and of no other. So that type says exactly
// what we want to know, and trap lets everything else go on.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    return answer.addTimeout(patience, time)
        .addErrback([instead](const untwist::Failure& failure) {
            failure.trap<untwist::defer::TimeoutError>();
            return instead;
        });
}
