// ./untwist check 3/uppercase: does the learner's answer hold?
#include <iostream>

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

int check(const Course& course, const std::string& exercise,
          const std::vector<std::string>& arguments) {
    const ExerciseName name = findExercise(course.catalogue, exercise);
    Build build(course.root, "dev");
    if (!build.make({name.target()}, name.file())) {
        build.explain(name.file());
        return 1;
    }
    const std::filesystem::path program =
        build.folder() / "exercises" / name.chapter / name.exercise / "check";
    Argv argv{program.string()};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    // Whoever asks for something else may want a debugger, or more time.
    if (!arguments.empty()) become(argv);
    const std::optional<int> exitCode = runWithin(argv, kLimit);
    if (!exitCode) {
        complain("the check did not end within 20 s and was stopped");
        return 1;
    }
    if (*exitCode == 0) return 0;
    std::cout << "\nedit " << asSeenFromHere(course.root / name.file()).string()
              << "; the task is in README.md beside it, hints in hints.md\n"
              << std::flush;
    return 1;
}

}  // namespace untwist::tools
