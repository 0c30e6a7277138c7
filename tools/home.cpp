// ./untwist: where the learner is in the course, and the one next step.
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "commands.hpp"
#include "learner.hpp"
#include "link.hpp"
#include "terminal.hpp"
#include "wrap.hpp"

namespace untwist::tools {

namespace {

// How many of a chapter's exercises are done, or tried.
struct Count {
    std::size_t all = 0;
    std::size_t done = 0;
    std::size_t tried = 0;
};

Count countOf(const Chapter& chapter, const Progress& progress) {
    Count count;
    for (const std::string& exercise : chapter.exercises) {
        const State state = progress.of(chapter.name + '/' + exercise).state;
        ++count.all;
        count.done += state == State::done ? 1 : 0;
        count.tried += state == State::tried ? 1 : 0;
    }
    return count;
}

std::string inWords(const Count& count) {
    if (count.all == 0) return "no exercises";
    if (count.done == count.all) return "done";
    std::string words =
        std::to_string(count.done) + " of " + std::to_string(count.all);
    if (count.tried > 0) words += ", " + std::to_string(count.tried) + " tried";
    return words;
}

void welcome() {
    std::cout << bold("Welcome to Untwist.") << '\n'
              << wrapped(
                     "Each chapter is a program to run, a text to read, and a "
                     "few exercises.\n\n");
}

// A newcomer's next step is no exercise.
void firstStep(const Course& course) {
    const std::string text = "docs/01-three-models.md";
    std::cout << wrapped(
        "Start with the first program:\n\n"
        "    ./untwist run 1\n\n"
        "Then read " +
        link(course.root / text, text) +
        ", which explains what you saw, and try\nthe first exercise: "
        "./untwist check\n");
}

// "   3  echo            1 of 3, 1 tried", with a column for the names.
std::string lineOf(const Chapter& chapter, const Count& count) {
    std::ostringstream line;
    line << std::setw(4) << chapter.number() << "  " << std::left
         << std::setw(16) << chapter.shortName() << inWords(count);
    return line.str();
}

void showCourse(const Course& course, const Progress& progress) {
    std::size_t done = 0;
    std::size_t all = 0;
    std::vector<std::string> lines;
    for (const Chapter& chapter : course.catalogue) {
        const Count count = countOf(chapter, progress);
        done += count.done;
        all += count.all;
        lines.push_back(lineOf(chapter, count));
    }
    // Side by side, so that all of this page fits a terminal of 24 rows.
    const std::size_t sides = outputWidth() < 80 ? 1 : 2;
    const std::size_t rows = (lines.size() + sides - 1) / sides;
    for (std::size_t i = 0; i < rows; ++i) {
        if (i + rows < lines.size())
            std::cout << std::left << std::setw(40) << lines[i] << std::right
                      << lines[i + rows] << '\n';
        else
            std::cout << lines[i] << '\n';
    }
    std::cout << '\n' << done << " of " << all << " exercises done.\n";
}

}  // namespace

int home(const Course& course) {
    const Progress progress = progressOf(course);
    const bool isNew = Diary(course.state).entries().empty();
    if (isNew) welcome();
    showCourse(course, progress);
    std::cout << '\n';
    if (isNew)
        firstStep(course);
    else
        std::cout << nextStep(course) << '\n';
    std::cout << std::flush;
    return 0;
}

}  // namespace untwist::tools
