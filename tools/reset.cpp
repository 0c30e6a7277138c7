// ./untwist reset: an exercise as it was, with a copy of what is given up.
#include <iostream>
#include <optional>
#include <stdexcept>

#include "commands.hpp"
#include "files.hpp"
#include "learner.hpp"
#include "mistake.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

// Of the answers that have been kept, the latest: their names end in the time.
std::optional<fs::path> latestAnswer(const Course& course,
                                     const ExerciseName& name) {
    const fs::path folder = course.state / "answers" / name.chapter;
    std::optional<fs::path> latest;
    std::error_code ignored;  // nothing has been kept yet
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        const fs::path& file = entry.path();
        const bool isOfExercise =
            file.stem().stem() == name.exercise && file.extension() == ".hpp";
        if (isOfExercise && (!latest || *latest < file)) latest = file;
    }
    return latest;
}

}  // namespace

int reset(const Course& course, const std::string& exercise) {
    const ExerciseName name = chosen(course, exercise);
    const fs::path own = course.root / name.file();
    const fs::path stub = course.root / "solutions" / name.id() / "stub.hpp";
    if (!fs::exists(stub))
        throw Mistake("not reset: there is no " + stub.string());
    const bool untouched = isUntouched(course, name);
    try {
        if (fs::exists(own) && !untouched)
            copyFile(own, placeForAnswer(course, name));
        copyFile(stub, own);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(std::string("not reset: ") + error.what());
    }
    note(course, name, "reset");
    std::cout << name.file()
              << (untouched ? " is as it came already.\n" : " is as it was.\n");
    if (const auto answer = latestAnswer(course, name))
        std::cout << "\nYour latest answer back:\n\n    cp "
                  << forShell(asSeenFromHere(*answer)) << ' '
                  << forShell(asSeenFromHere(own)) << '\n';
    std::cout << std::flush;
    return 0;
}

}  // namespace untwist::tools
