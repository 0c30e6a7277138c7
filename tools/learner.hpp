// What the commands that know the learner share.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "commands.hpp"
#include "diary.hpp"
#include "names.hpp"
#include "progress.hpp"
#include "results.hpp"

namespace untwist::tools {

// All exercises, in the order of the course.
std::vector<ExerciseName> exercisesOf(const Course& course);

// The exercise that was typed; nothing typed is the one where the learner is.
// Throws Mistake.
ExerciseName chosen(const Course& course, const std::string& typed);

// As the diary tells it. What of it cannot be read is said, once.
Progress progressOf(const Course& course);

// Notes it in the diary. If that cannot be written it says so, once: what was
// to be noted is not worth failing for.
void note(const Course& course, const ExerciseName& exercise,
          const std::string& event);

// The exercise's file is as the course gave it.
bool isUntouched(const Course& course, const ExerciseName& name);

// A known wrong answer that fails as the learner's does.
struct LikelyCause {
    std::string name;                      // strlen
    std::vector<std::string> explanation;  // lines
};

// None if none is likely; an untouched file is no mistake.
std::optional<LikelyCause> likelyCauseOf(const Course& course,
                                         const ExerciseName& name,
                                         const Results& results);

// Where the answer goes that is in the exercise's file now, before something
// else is put there: .untwist/answers/03-echo/uppercase.1700000000000.hpp
std::filesystem::path placeForAnswer(const Course& course,
                                     const ExerciseName& name);

// Tells the next of an exercise's three hints, and notes it; `again` tells the
// latest. `more` is what to do for one more.
std::string nextHint(const Course& course, const ExerciseName& name, bool again,
                     const std::string& more);

// The chapters with their programs and exercises; `wanted` as in list().
std::string listing(const Course& course, const std::string& wanted);

// "try it: ./untwist check 3/count-bytes", or that all is done.
std::string nextStep(const Course& course);

}  // namespace untwist::tools
