// Fails: cancelling leaves no timer behind
//
// When the time is over you fire the question's own Deferred, which is not
// yours to fire: whoever answers will fire it too, and get an exception. And
// when somebody has cancelled it, nothing has told your timer. It fires what is
// over already. Give up with cancel(), which tells the one who was asked; and
// end the timer whatever comes.
#pragma once

#include <string>

#include "untwist/untwist.hpp"

inline untwist::Deferred<std::string> within(
    untwist::Duration patience, const untwist::Deferred<std::string>& answer,
    const std::string& instead, untwist::IReactorTime& time) {
    auto timer = time.callLater(
        patience, [answer, instead] { answer.callback(instead); });
    return answer.addCallback([timer](std::string text) mutable {
        if (timer.active()) timer.cancel();
        return text;
    });
}
