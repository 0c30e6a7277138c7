// ./untwist diff: the learner's answer beside the reference.
#include <iostream>

#include "commands.hpp"
#include "learner.hpp"
#include "mistake.hpp"
#include "process.hpp"

namespace untwist::tools {

int diff(const Course& course, const std::string& exercise, bool anyway) {
    const ExerciseName name = chosen(course, exercise);
    if (!anyway && progressOf(course).of(name.id()).state != State::done)
        throw Mistake("your answer to " + name.typed() +
                      " has not passed yet: ./untwist check " + name.typed() +
                      ", or add --anyway to see the reference now");
    const std::filesystem::path own = name.file();
    const auto reference =
        std::filesystem::path("solutions") / name.id() / own.filename();
    std::filesystem::current_path(course.root);
    if (!std::filesystem::exists(reference))
        throw Mistake("this course came without the reference answers");
    std::cout << "-: yours, " << own.string() << "\n+: the reference, "
              << reference.string() << "\n\n"
              << std::flush;
    become({"diff", "-u", "--label", "yours", "--label", "reference",
            own.string(), reference.string()});
}

}  // namespace untwist::tools
