// Fails: a question that took too long is cancelled
//
// When the time is over you fire with the other text, and leave the question
// alone. It goes on, holds its connection, and some day its answer comes, and
// is thrown away: your bool sees to that. Who no longer wants an answer says
// so: cancel().
#pragma once

#include <memory>
#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    struct Waiting {
        bool over = false;
        untwist::DelayedCall timer;
        untwist::Deferred<std::string> result;
    };
    const auto waiting = std::make_shared<Waiting>();
    waiting->result = untwist::Deferred<std::string>(
        [answer](const auto&) { answer.cancel(); });
    waiting->timer = time.callLater(patience, [waiting, instead] {
        waiting->over = true;
        waiting->result.callback(instead);
    });
    answer.addBoth([waiting](const untwist::Result<std::string>& result) {
        if (waiting->timer.active()) waiting->timer.cancel();
        if (waiting->over) return;
        if (result) {
            waiting->result.callback(result.value());
        } else {
            waiting->result.errback(result.failure());
        }
    });
    return waiting->result;
}
