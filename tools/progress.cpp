#include "progress.hpp"

#include <algorithm>

namespace untwist::tools {

using namespace std::chrono_literals;

namespace {

// Who comes back after longer than this was away.
constexpr std::chrono::milliseconds kAway = 20min;

}  // namespace

const char* inWords(State state) {
    switch (state) {
        case State::open:
            return "open";
        case State::tried:
            return "tried";
        case State::done:
            return "done";
    }
    return "";
}

Progress::Progress(const Catalogue& catalogue,
                   const std::vector<Entry>& entries) {
    for (const Chapter& chapter : catalogue) {
        for (const std::string& exercise : chapter.exercises)
            order_.push_back(chapter.name + '/' + exercise);
    }
    for (const std::string& exercise : order_) exercises_[exercise];
    const Entry* before = nullptr;
    for (const Entry& entry : entries) {
        take(entry);
        const std::chrono::milliseconds gap(before ? entry.at - before->at : 0);
        const auto found = exercises_.find(entry.exercise);
        if (gap <= kAway && found != exercises_.end())
            found->second.time += gap;
        before = &entry;
    }
}

void Progress::take(const Entry& entry) {
    const auto found = exercises_.find(entry.exercise);
    if (found == exercises_.end()) return;
    ExerciseProgress& exercise = found->second;
    if (entry.event == "passed") {
        exercise.state = State::done;
        ++exercise.attempts;
        exercise.failedInARow = 0;
        if (entry.exercise == chosen_) hasPassed_ = true;
    } else if (entry.event == "failed") {
        exercise.state = State::tried;
        ++exercise.attempts;
        ++exercise.failedInARow;
    } else if (entry.event == "hint") {
        ++exercise.hints;
    } else if (entry.event == "reset") {
        exercise.state = State::open;
        exercise.failedInARow = 0;
        exercise.hints = 0;
    } else if (entry.event == "changed") {
        if (exercise.state == State::done) exercise.state = State::tried;
    } else if (entry.event == "goto") {
        chosen_ = entry.exercise;
        hasPassed_ = false;
    }
}

std::optional<std::string> Progress::current() const {
    const auto chosen = exercises_.find(chosen_);
    const bool isChosen = chosen != exercises_.end();
    if (isChosen && (!hasPassed_ || chosen->second.state != State::done))
        return chosen_;
    return next(chosen_);
}

std::optional<std::string> Progress::next(const std::string& exercise) const {
    std::vector<std::string> order = order_;
    const auto at = std::ranges::find(order, exercise);
    if (at != order.end()) std::ranges::rotate(order, at + 1);
    const auto isOpen = [&](const std::string& each) {
        return each != exercise && of(each).state != State::done;
    };
    const auto found = std::ranges::find_if(order, isOpen);
    if (found == order.end()) return {};
    return *found;
}

}  // namespace untwist::tools
