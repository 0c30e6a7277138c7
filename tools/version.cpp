// ./untwist --version: which course this is.
#include <iostream>
#include <stdexcept>

#include "commands.hpp"
#include "git.hpp"

namespace untwist::tools {

namespace {

// The commit, and whether something was changed since; "" where git cannot say.
std::string commitOf(const Course& course) try {
    const Git git(course.root);
    if (!git.isClone()) return "";
    return ", " + git.ask({"describe", "--always", "--dirty=, with changes"});
} catch (const std::runtime_error&) {
    return "";
}

}  // namespace

int version(const Course& course) {
    std::size_t exercises = 0;
    for (const Chapter& chapter : course.catalogue)
        exercises += chapter.exercises.size();
    std::cout << "Untwist " UNTWIST_VERSION << commitOf(course) << ": "
              << course.catalogue.size() << " chapters, " << exercises
              << " exercises; tool built with " UNTWIST_COMPILER "\n"
              << std::flush;
    return 0;
}

}  // namespace untwist::tools
