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
using Way =
    std::function<untwist::Deferred<Answers>(const std::vector<Question>&)>;

// A question that notes in `panel` when it was asked and answered.
inline Question timed(untwist::IReactorTime& time, untwist::Duration began,
                      const std::shared_ptr<untwist::support::Panel>& panel,
                      std::size_t number, const Question& ask) {
    return [&time, panel, number, ask, began] {
        const auto asked = time.seconds() - began;
        return ask().addCallback(
            [&time, panel, number, began, asked](std::string answer) {
                using untwist::support::Doing;
                panel->slices.push_back(
                    {number, Doing::waiting, asked, time.seconds() - began});
                return answer;
            });
    };
}

// #region measure
// Asks all of them in this way, and adds to the picture who waited when.
inline untwist::Deferred<Answers> measure(
    untwist::IReactorTime& time, const std::string& title, const Way& way,
    const std::vector<Question>& questions,
    const std::shared_ptr<untwist::support::Timeline>& picture) {
    const auto panel = std::make_shared<untwist::support::Panel>();
    panel->title = title;
    panel->tasks = questions.size();
    const auto began = time.seconds();
    std::vector<Question> all;
    for (const auto& ask : questions) {
        all.push_back(timed(time, began, panel, all.size(), ask));
    }
    return way(all).addCallback([&time, began, panel, picture](Answers list) {
        panel->total = time.seconds() - began;
        picture->panels.push_back(*panel);
        return list;
    });
}
// #endregion

// #region compare
// Fires when everything has been said.
inline untwist::Deferred<void> compare(
    untwist::IReactorTime& time, const std::vector<Question>& questions,
    const Say& say, const untwist::support::TextStyle& style) {
    const auto picture = std::make_shared<untwist::support::Timeline>();
    say("I ask one after the other");
    return measure(time, "One after the other", oneByOne, questions, picture)
        .addCallback([=, &time](const Answers&) {
            say("I ask all of them at once");
            return measure(time, "At once", atOnce, questions, picture);
        })
        .addCallback([=](const Answers& answers) {
            for (const auto& answer : answers) say("    " + answer);
            say("");
            auto drawn = untwist::support::drawText(*picture, style);
            drawn.pop_back();  // its last newline is say's
            say(drawn);
        });
}
// #endregion
