// ./untwist check 3/uppercase: does the learner's answer hold?
#include <iostream>

#include "build.hpp"
#include "commands.hpp"
#include "known_mistakes.hpp"
#include "learner.hpp"
#include "process.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

// The check ends by itself well before this; it is for a check that cannot.
constexpr std::chrono::seconds kLimit{20};

// So many failures in a row, and we say that there are hints.
constexpr int kManyFailures = 3;

void tellLikelyCause(const Course& course, const ExerciseName& name,
                     const Results& results) {
    if (isUntouched(course, name)) return;  // that is no mistake
    const auto known = readKnownMistakes(course.root);
    const auto here = known.find(name.id());
    if (here == known.end()) return;
    const auto mistake = likelyMistake(here->second, symptomsOf(results));
    if (!mistake) return;
    std::cout << '\n' << bold("Likely cause") << '\n';
    for (const std::string& line :
         explanationOf(course.root, name.id(), *mistake))
        std::cout << "  " << line << '\n';
}

void passed(const Course& course, const ExerciseName& name) {
    note(course, name, "passed");
    std::cout << "\nHow others do it: ./untwist diff " << name.typed() << "\n\n"
              << nextStep(course) << '\n';
}

void failed(const Course& course, const ExerciseName& name) {
    note(course, name, "failed");
    const ExerciseProgress progress = progressOf(course).of(name.id());
    std::cout << "\nedit " << asSeenFromHere(course.root / name.file()).string()
              << "; the task is in README.md beside it\n";
    if (progress.failedInARow >= kManyFailures || progress.hints > 0)
        std::cout << "stuck? ./untwist hint " << name.typed() << '\n';
}

}  // namespace

int check(const Course& course, const std::string& exercise,
          const std::vector<std::string>& arguments) {
    const ExerciseName name = chosen(course, exercise);
    Build build(course.root, "dev");
    if (!build.make({name.target()}, name.file())) {
        build.explain(name.file());
        note(course, name, "failed");
        return 1;
    }
    const fs::path folder = build.folder() / "exercises" / name.id();
    Argv argv{folder / "check"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    // Whoever asks for something else may want a debugger, or more time.
    if (!arguments.empty()) become(argv);

    const fs::path file = folder / "results.json";
    fs::remove(file);
    argv.insert(argv.end(), {"--json", file.string()});
    const std::optional<int> exitCode = runWithin(argv, kLimit);
    if (!exitCode)
        complain("the check did not end within 20 s and was stopped");
    if (exitCode == 0) {
        passed(course, name);
    } else {
        if (const auto results = readResults(file))
            tellLikelyCause(course, name, *results);
        failed(course, name);
    }
    std::cout << std::flush;
    return exitCode == 0 ? 0 : 1;
}

}  // namespace untwist::tools
