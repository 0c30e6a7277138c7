// ./untwist list: what there is to run and to check.
#include <algorithm>
#include <array>
#include <iostream>
#include <sstream>

#include "commands.hpp"
#include "learner.hpp"
#include "link.hpp"
#include "terminal.hpp"
#include "wrap.hpp"

namespace untwist::tools {

namespace {

constexpr std::size_t kIndent = 6;
constexpr std::size_t kStateColumn = 36;

constexpr std::array kStates{State::open, State::tried, State::done};

bool isState(const std::string& word) {
    return std::ranges::any_of(
        kStates, [&](State state) { return word == inWords(state); });
}

void listPrograms(std::ostream& out, const Chapter& chapter) {
    std::string line = "      run  ";
    for (const std::string& program : chapter.programs) {
        line += "  " + chapter.number();
        if (program != "main") line += '/' + program;
    }
    out << wrapped(line, kIndent) << '\n';
}

// The exercises in this state, or all.
std::string exercisesIn(const Course& course, const Chapter& chapter,
                        const Progress& progress, const std::string& state) {
    std::string lines;
    const std::size_t column = std::min(kStateColumn, outputWidth() - kIndent);
    for (const std::string& exercise : chapter.exercises) {
        const ExerciseName name{chapter.name, exercise};
        const char* const is = inWords(progress.of(name.id()).state);
        if (!state.empty() && state != is) continue;
        std::string line =
            "      check  " + link(course.root / name.file(), name.typed());
        const std::size_t used = columnsOf(line);
        line.append(used < column ? column - used : 1, ' ');
        lines += line + is + '\n';
    }
    return lines;
}

}  // namespace

std::string listing(const Course& course, const std::string& wanted) {
    std::ostringstream out;
    const std::string state = isState(wanted) ? wanted : "";
    std::string only;
    if (!wanted.empty() && state.empty())
        only = findProgram(course.catalogue, wanted).chapter.name;
    const Progress progress = progressOf(course);
    for (const Chapter& chapter : course.catalogue) {
        if (!only.empty() && only != chapter.name) continue;
        const std::string exercises =
            exercisesIn(course, chapter, progress, state);
        if (!state.empty() && exercises.empty()) continue;
        const std::string number = chapter.number();
        out << wrapped(std::string(4 - number.size(), ' ') + number + "  " +
                           bold(chapter.name) + ": " + chapter.title,
                       kIndent)
            << '\n';
        if (state.empty()) listPrograms(out, chapter);
        out << exercises;
    }
    if (out.view().empty()) out << "No exercise is " << state << ".\n";
    return out.str();
}

int list(const Course& course, const std::string& wanted) {
    std::cout << listing(course, wanted)
              << wrapped(
                     "\nStart one with ./untwist run 1, check an answer with "
                     "./untwist check 3/uppercase.\n")
              << std::flush;
    return 0;
}

}  // namespace untwist::tools
