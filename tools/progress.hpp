// How far the learner has come, as the diary tells it.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalogue.hpp"
#include "diary.hpp"

namespace untwist::tools {

enum class State { open, tried, done };

const char* inWords(State state);  // "open", "tried", "done"

struct ExerciseProgress {
    State state = State::open;  // as the latest check found it
    int attempts = 0;           // checks
    int failedInARow = 0;
    int hints = 0;  // since the latest reset
    std::chrono::milliseconds time{0};
};

class Progress {
  public:
    Progress(const Catalogue& catalogue, const std::vector<Entry>& entries);

    // `exercise` is one of the catalogue's: "03-echo/uppercase".
    const ExerciseProgress& of(const std::string& exercise) const {
        return exercises_.at(exercise);
    }

    // Where the learner is: at the exercise that `goto` chose until that has
    // passed (again, if it was done), else at the first, in the order of the
    // course, that is not done. None if all are done.
    std::optional<std::string> current() const;

    // The first after `exercise` that is not done, or, at the end of the
    // course, the first of all.
    std::optional<std::string> next(const std::string& exercise) const;

  private:
    void take(const Entry& entry);

    std::vector<std::string> order_;
    std::map<std::string, ExerciseProgress> exercises_;
    std::string chosen_;
    bool hasPassed_ = false;  // since it was chosen
};

}  // namespace untwist::tools
