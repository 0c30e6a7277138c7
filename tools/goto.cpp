// ./untwist goto and next: to another exercise.
#include <iostream>

#include "commands.hpp"
#include "learner.hpp"
#include "mistake.hpp"

namespace untwist::tools {

int goTo(const Course& course, const std::string& exercise) {
    ExerciseName name = chosen(course, exercise);
    if (exercise.empty()) {
        const auto next = progressOf(course).next(name.id());
        if (!next) throw Mistake("there is no other exercise that is not done");
        name = exerciseOf(*next);
    }
    note(course, name, "goto");
    std::cout << nextStep(course) << '\n' << std::flush;
    return 0;
}

}  // namespace untwist::tools
