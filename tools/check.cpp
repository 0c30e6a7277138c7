// ./untwist check 3/uppercase: does the learner's answer hold?
#include "build.hpp"
#include "commands.hpp"
#include "names.hpp"
#include "process.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace {

// The check ends by itself well before this; it is for a check that cannot.
constexpr std::chrono::seconds kLimit{20};

}  // namespace

int check(const Course& course, const std::string& exercise) {
    const ExerciseName name = findExercise(course.catalogue, exercise);
    Build build(course.root, "dev");
    if (!build.make({name.target()}, name.file())) {
        build.explain(name.file());
        return 1;
    }
    const std::filesystem::path program =
        build.folder() / "exercises" / name.chapter / name.exercise / "check";
    const std::optional<int> exitCode = runWithin({program.string()}, kLimit);
    if (!exitCode) {
        complain("the check did not end within 20 s and was stopped");
        return 1;
    }
    return *exitCode == 0 ? 0 : 1;
}

}  // namespace untwist::tools
