// ./untwist list: what there is to run and to check.
#include <algorithm>
#include <array>
#include <iostream>
#include <sstream>

#include "commands.hpp"
#include "learner.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace {

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
    out << line << '\n';
}

// The exercises in this state, or all.
void listExercises(std::ostream& out, const Chapter& chapter,
                   const Progress& progress, const std::string& state) {
    for (const std::string& exercise : chapter.exercises) {
        const char* const is =
            inWords(progress.of(chapter.name + '/' + exercise).state);
        if (!state.empty() && state != is) continue;
        std::string line = "      check  " + chapter.number() + '/' + exercise;
        line.resize(std::max(line.size() + 2, std::size_t{36}), ' ');
        out << line << is << '\n';
    }
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
        const std::string number = chapter.number();
        out << std::string(4 - number.size(), ' ') << number << "  "
            << bold(chapter.name) << ": " << chapter.title << '\n';
        if (state.empty()) listPrograms(out, chapter);
        listExercises(out, chapter, progress, state);
    }
    return out.str();
}

int list(const Course& course, const std::string& wanted) {
    std::cout << listing(course, wanted)
              << "\nStart one with ./untwist run 1, check an answer with "
                 "./untwist check 3/uppercase.\n"
              << std::flush;
    return 0;
}

}  // namespace untwist::tools
