// ./untwist check 3/uppercase: does the learner's answer hold?
#include <iostream>

#include "build.hpp"
#include "checking.hpp"
#include "commands.hpp"
#include "learner.hpp"
#include "link.hpp"
#include "process.hpp"
#include "terminal.hpp"
#include "wrap.hpp"

namespace untwist::tools {

namespace {

// So many failures in a row, and we say that there are hints.
constexpr int kManyFailures = 3;

void tellWhatNext(const Course& course, const ExerciseName& name, bool passed) {
    if (passed) {
        std::cout << "\nHow others do it: ./untwist diff " << name.typed()
                  << "\n\n"
                  << nextStep(course) << '\n';
        return;
    }
    const ExerciseProgress progress = progressOf(course).of(name.id());
    const auto file = course.root / name.file();
    std::cout << '\n'
              << wrapped("edit " + link(file, asSeenFromHere(file).string()) +
                         "; the task is in README.md beside it\n");
    if (progress.failedInARow >= kManyFailures || progress.hints > 0)
        std::cout << "stuck? ./untwist hint " << name.typed() << '\n';
}

// Whoever asks for something else may want a debugger, or more time.
int becomeCheck(const Course& course, const ExerciseName& name,
                const std::vector<std::string>& arguments) {
    if (!built(course, "dev", {name.target()}, name.file())) return 1;
    const auto folder = course.root / "build/dev/exercises" / name.id();
    Argv argv{folder / "check"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    become(argv);
}

}  // namespace

int check(const Course& course, const CheckOptions& options) {
    const ExerciseName name = chosen(course, options.exercise);
    if (!options.arguments.empty())
        return becomeCheck(course, name, options.arguments);
    bool passed = false;
    react([&](Reactor& reactor) {
        return judge(reactor, course, name, options.full)
            .addCallback([&](const Verdict& verdict) {
                std::cout << wrapped(verdict.text);
                passed = verdict.passed;
                return 0;
            });
    });
    tellWhatNext(course, name, passed);
    std::cout << std::flush;
    return passed ? 0 : 1;
}

}  // namespace untwist::tools
