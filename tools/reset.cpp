// ./untwist reset: an exercise as it was, with a copy of what is given up.
#include <iostream>
#include <stdexcept>

#include "commands.hpp"
#include "files.hpp"
#include "learner.hpp"
#include "mistake.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

int reset(const Course& course, const std::string& exercise) {
    const ExerciseName name = chosen(course, exercise);
    const fs::path own = course.root / name.file();
    const fs::path stub = course.root / "solutions" / name.id() / "stub.hpp";
    if (!fs::exists(stub))
        throw Mistake("not reset: there is no " + stub.string());
    const fs::path copy = placeForAnswer(course, name);
    try {
        if (fs::exists(own)) copyFile(own, copy);
        copyFile(stub, own);
    } catch (const std::runtime_error& error) {
        throw std::runtime_error(std::string("not reset: ") + error.what());
    }
    note(course, name, "reset");
    std::cout << name.file() << " is as it was. Your answer back:\n\n    cp "
              << forShell(asSeenFromHere(copy)) << ' '
              << forShell(asSeenFromHere(own)) << '\n'
              << std::flush;
    return 0;
}

}  // namespace untwist::tools
