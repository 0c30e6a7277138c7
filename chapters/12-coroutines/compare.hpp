// The two ways, one after the other, and how long each of them takes.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "many.hpp"
#include "support/timeline.hpp"
#include "untwist/untwist.hpp"

using Say = std::function<void(std::string_view line)>;
using Way = std::function<untwist::Deferred<Answers>(std::vector<Question>)>;

// #region timed
// Asks, and notes in `panel` when it was asked and answered. Shares the panel:
// when one question fails, the others go on, and nobody waits for them.
inline untwist::Deferred<std::string> timed(
    untwist::IReactorTime& time, untwist::Duration began,
    std::shared_ptr<untwist::support::Panel> panel, std::size_t number,
    Question ask) {
    const auto asked = time.seconds() - began;
    auto answer = co_await ask();
    panel->slices.push_back({number, untwist::support::Doing::waiting, asked,
                             time.seconds() - began});
    co_return answer;
}
// #endregion

// #region measure
// Asks all of them in this way, and adds to the picture who waited when. The
// caller waits for it, and keeps the picture.
inline untwist::Deferred<Answers> measure(untwist::IReactorTime& time,
                                          std::string title, Way way,
                                          std::vector<Question> questions,
                                          untwist::support::Timeline& picture) {
    const auto panel = std::make_shared<untwist::support::Panel>();
    panel->title = title;
    panel->tasks = questions.size();
    const auto began = time.seconds();
    std::vector<Question> all;
    for (const auto& ask : questions) {
        all.emplace_back([&time, began, panel, number = all.size(), ask] {
            return timed(time, began, panel, number, ask);
        });
    }
    auto answers = co_await way(all);
    panel->total = time.seconds() - began;
    picture.panels.push_back(*panel);
    co_return answers;
}
// #endregion

// #region compare
// Fires when everything has been said.
inline untwist::Deferred<void> compare(untwist::IReactorTime& time,
                                       std::vector<Question> questions, Say say,
                                       untwist::support::TextStyle style) {
    untwist::support::Timeline picture;
    say("I ask one after the other");
    co_await measure(time, "One after the other", oneByOne, questions, picture);
    say("I ask all of them at once");
    const auto answers =
        co_await measure(time, "At once", atOnce, questions, picture);
    for (const auto& answer : answers) say("    " + answer);
    say("");
    auto drawn = untwist::support::drawText(picture, style);
    drawn.pop_back();  // its last newline is say's
    say(drawn);
}
// #endregion
