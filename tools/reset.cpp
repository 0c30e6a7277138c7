// ./untwist reset: an exercise as it was, with a copy of what is given up.
#include <chrono>
#include <iostream>
#include <stdexcept>

#include "commands.hpp"
#include "learner.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

int reset(const Course& course, const std::string& exercise) {
    const ExerciseName name = chosen(course, exercise);
    const fs::path own = course.root / name.file();
    const fs::path stub = course.root / "solutions" / name.id() / "stub.hpp";
    const auto now = std::chrono::system_clock::now().time_since_epoch() /
                     std::chrono::milliseconds(1);
    const fs::path copy = course.state / "answers" / name.chapter /
                          (name.exercise + '.' + std::to_string(now) + ".hpp");
    try {
        fs::create_directories(copy.parent_path());
        if (fs::exists(own)) fs::copy_file(own, copy);
        fs::copy_file(stub, own, fs::copy_options::overwrite_existing);
    } catch (const fs::filesystem_error& error) {
        throw std::runtime_error("not reset: " + error.path1().string() + ": " +
                                 error.code().message());
    }
    note(course, name, "reset");
    std::cout << name.file() << " is as it was. Your answer back:\n\n    cp "
              << forShell(asSeenFromHere(copy)) << ' '
              << forShell(asSeenFromHere(own)) << '\n'
              << std::flush;
    return 0;
}

}  // namespace untwist::tools
