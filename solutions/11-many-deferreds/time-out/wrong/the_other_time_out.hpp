// Fails: when it takes too long, the result is the other text
//
// There are two classes of that name. error::TimeoutError is what connectTCP
// fails with when nobody takes the connection. addTimeout makes a
// defer::TimeoutError. You let the one go on that you wanted to take, and take
// the one that is the question's own failure.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    return answer.addTimeout(patience, time)
        .addErrback([instead](const untwist::Failure& failure) {
            failure.trap<untwist::error::TimeoutError>();
            return instead;
        });
}
