// Fails: a failure in time is the result, whatever it is
//
// Your errback takes every failure for a time-out. The server has said why it
// cannot answer, after one second, and the caller is told that all is well and
// shown the other text. trap lets go on what is not yours.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    return answer.addTimeout(patience, time)
        .addErrback([instead](const untwist::Failure&) { return instead; });
}
