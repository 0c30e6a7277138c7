// ./untwist summary: attempts, hints and time, for the learner or a teacher.
#include <chrono>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "commands.hpp"
#include "learner.hpp"

namespace untwist::tools {

namespace {

void printRow(const std::string& name, const ExerciseProgress& exercise) {
    std::cout << "  " << std::left << std::setw(28) << name << std::setw(8)
              << inWords(exercise.state) << std::right << std::setw(8)
              << exercise.attempts << std::setw(8) << exercise.hints
              << std::setw(8)
              << std::chrono::ceil<std::chrono::minutes>(exercise.time).count()
              << '\n';
}

}  // namespace

int summary(const Course& course, bool json) {
    const Progress progress = progressOf(course);
    auto all = nlohmann::json::array();
    if (!json)
        std::cout << "                              state     checks   hints "
                     "minutes\n";
    for (const Chapter& chapter : course.catalogue) {
        for (const std::string& each : chapter.exercises) {
            const ExerciseName name{chapter.name, each};
            const ExerciseProgress& exercise = progress.of(name.id());
            all.push_back({{"exercise", name.id()},
                           {"state", inWords(exercise.state)},
                           {"checks", exercise.attempts},
                           {"hints", exercise.hints},
                           {"seconds", exercise.time.count() / 1000}});
            if (!json) printRow(name.typed(), exercise);
        }
    }
    if (json) std::cout << all.dump(1) << '\n';
    std::cout << std::flush;
    return 0;
}

}  // namespace untwist::tools
