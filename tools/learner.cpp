#include "learner.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

#include "files.hpp"
#include "known_mistakes.hpp"
#include "link.hpp"
#include "mistake.hpp"
#include "terminal.hpp"
#include "wrap.hpp"

namespace untwist::tools {

std::vector<ExerciseName> exercisesOf(const Course& course) {
    std::vector<ExerciseName> all;
    for (const Chapter& chapter : course.catalogue) {
        for (const std::string& exercise : chapter.exercises)
            all.push_back({chapter.name, exercise});
    }
    return all;
}

ExerciseName chosen(const Course& course, const std::string& typed) {
    if (!typed.empty()) return findExercise(course.catalogue, typed);
    const auto current = progressOf(course).current();
    if (!current)
        throw Mistake("all exercises are done; name one: 3/uppercase");
    return exerciseOf(*current);
}

Progress progressOf(const Course& course) {
    const Diary diary(course.state);
    static bool isSaid = false;
    if (!diary.trouble().empty() && !std::exchange(isSaid, true))
        complain(diary.trouble());
    return {course.catalogue, diary.entries()};
}

void note(const Course& course, const ExerciseName& exercise,
          const std::string& event) {
    try {
        Diary(course.state).add(exercise.id(), event);
    } catch (const std::runtime_error& error) {
        complain(error.what());
    }
}

bool isUntouched(const Course& course, const ExerciseName& name) {
    return haveSameContents(course.root / name.file(),
                            course.root / "solutions" / name.id() / "stub.hpp");
}

std::filesystem::path placeForAnswer(const Course& course,
                                     const ExerciseName& name) {
    const auto now = std::chrono::system_clock::now().time_since_epoch() /
                     std::chrono::milliseconds(1);
    return course.state / "answers" / name.chapter /
           (name.exercise + '.' + std::to_string(now) + ".hpp");
}

std::optional<LikelyCause> likelyCauseOf(const Course& course,
                                         const ExerciseName& name,
                                         const Results& results) {
    if (isUntouched(course, name)) return {};
    const auto known = readKnownMistakes(course.root);
    const auto here = known.find(name.id());
    if (here == known.end()) return {};
    const auto mistake = likelyMistake(here->second, symptomsOf(results));
    if (!mistake) return {};
    LikelyCause cause{*mistake,
                      explanationOf(course.root, name.id(), *mistake)};
    // A teacher may have left the wrong answers out.
    if (cause.explanation.empty()) return {};
    return cause;
}

std::string nextStep(const Course& course) {
    const auto current = progressOf(course).current();
    if (!current) return "You have done every exercise there is.";
    const ExerciseName exercise = exerciseOf(*current);
    const auto linked = [&](const std::string& file) {
        return link(course.root / file, file);
    };
    return wrapped("Next: " + exercise.typed() + ". The task is in " +
                   linked(exercise.folder() + "/README.md") +
                   ", your file is " + linked(exercise.file()) +
                   ".\n\n    ./untwist check");
}

}  // namespace untwist::tools
