// ./untwist hint: the next of three hints, each saying more than the last.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>

#include "commands.hpp"
#include "learner.hpp"
#include "wrap.hpp"

namespace untwist::tools {

namespace {

// The sections "## 1", "## 2", ... of a file.
std::vector<std::string> sectionsOf(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::vector<std::string> sections;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("## ")) {
            sections.emplace_back();
        } else if (!sections.empty()) {
            sections.back() += line + '\n';
        }
    }
    for (std::string& section : sections) {
        section.erase(0, section.find_first_not_of('\n'));
        section.erase(section.find_last_not_of('\n') + 1);
    }
    if (sections.empty())
        throw std::runtime_error("there are no hints in " + file.string());
    return sections;
}

}  // namespace

std::string nextHint(const Course& course, const ExerciseName& name, bool again,
                     const std::string& more) {
    const auto hints = sectionsOf(course.root / name.folder() / "hints.md");
    const ExerciseProgress progress = progressOf(course).of(name.id());
    const auto given = static_cast<std::size_t>(progress.hints);
    const bool isNew = given < hints.size() && (!again || given == 0);
    const std::size_t number =
        std::min(isNew ? given + 1 : given, hints.size());
    if (isNew) note(course, name, "hint");
    std::ostringstream text;
    text << name.typed() << ", hint " << number << " of " << hints.size()
         << "\n\n"
         << hints[number - 1] << "\n\n";
    if (number < hints.size())
        text << "More: " << more << '\n';
    else
        text << "That was the last. The reference answer: ./untwist diff "
             << name.typed()
             << (progress.state == State::done ? "\n" : " --anyway\n");
    return wrapped(text.str());
}

int hint(const Course& course, const std::string& exercise, bool again) {
    const ExerciseName name = chosen(course, exercise);
    std::string more = "./untwist hint";
    if (progressOf(course).current() != name.id()) more += ' ' + name.typed();
    std::cout << nextHint(course, name, again, more) << std::flush;
    return 0;
}

}  // namespace untwist::tools
