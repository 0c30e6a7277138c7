// ./untwist check --all: every answer, for a class's CI, or after an upgrade.
#include <algorithm>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include "answer.hpp"
#include "commands.hpp"
#include "learner.hpp"
#include "mistake.hpp"
#include "react.hpp"
#include "wrap.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

std::vector<ExerciseName> chosenOf(const Course& course,
                                   const std::vector<std::string>& typed) {
    if (typed.empty()) return exercisesOf(course);
    std::vector<ExerciseName> names;
    for (const std::string& each : typed) {
        for (const ExerciseName& name : findExercises(course.catalogue, each)) {
            const auto isSame = [&](const ExerciseName& other) {
                return other.id() == name.id();
            };
            if (std::ranges::none_of(names, isSame)) names.push_back(name);
        }
    }
    return names;
}

// Notes what the learner does not know yet: a check for all is no attempt.
void noteNews(const Course& course, const Answer& answer) {
    if (answer.outcome == "untouched") return;
    const bool passed = answer.outcome == "passed";
    if (answer.progress.state != (passed ? State::done : State::tried))
        note(course, answer.name, passed ? "passed" : "failed");
}

std::string cases(std::size_t count) {
    return std::to_string(count) + (count == 1 ? " case" : " cases");
}

std::string firstFailureOf(const Results& results) {
    const auto isBad = [](const CaseOutcome& each) {
        return each.outcome != "passed";
    };
    return std::ranges::find_if(results.cases, isBad)->name;
}

std::string inWords(const Answer& answer) {
    const Results& results = answer.results;
    if (answer.outcome == "untouched") return "not tried yet";
    if (answer.outcome == "passed") return cases(results.cases.size());
    if (answer.outcome == "not-compiled") return "does not compile";
    if (answer.outcome == "no-verdict")
        return "the check ended, or was stopped, without a verdict";
    return std::to_string(results.failures.size()) + " of " +
           cases(results.cases.size()) + "; the first: \"" +
           firstFailureOf(results) + '"';
}

void tell(const std::vector<Answer>& answers) {
    std::size_t good = 0;
    for (const Answer& answer : answers) {
        const bool passed = answer.outcome == "passed";
        const bool untouched = answer.outcome == "untouched";
        good += passed ? 1 : 0;
        const std::string verdict = passed      ? "PASS  "
                                    : untouched ? "open  "
                                                : "FAIL  ";
        std::cout << wrapped(
                         verdict + answer.name.typed() + ": " + inWords(answer),
                         6)
                  << '\n';
    }
    std::cout << '\n' << good << " of " << answers.size() << " pass.\n";
}

// A name is wanted, and yet not an exercise's that was meant to be checked.
void rejectOddFile(const std::string& file) {
    if (file == "-" || file.ends_with(".json")) return;
    throw Mistake("--json takes the name of a .json file, not \"" + file +
                  "\"; put the exercises before it");
}

void writeTo(const fs::path& file, const std::string& text) {
    std::ofstream out(file);
    out << text << std::flush;
    if (!out) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace

int checkAll(const Course& course, const std::vector<std::string>& exercises,
             const std::optional<std::string>& jsonFile) {
    if (jsonFile) rejectOddFile(*jsonFile);
    const std::vector<ExerciseName> names = chosenOf(course, exercises);
    std::vector<Answer> answers;
    react([&](Reactor& reactor) -> Deferred<int> {
        answers = co_await tryAnswers(reactor, course, names);
        co_return 0;
    });
    for (const Answer& answer : answers) noteNews(course, answer);
    if (jsonFile == "-") {
        std::cout << asJson(answers);
    } else {
        if (jsonFile) writeTo(*jsonFile, asJson(answers));
        tell(answers);
    }
    std::cout << std::flush;
    return allPassed(answers) ? 0 : 1;
}

}  // namespace untwist::tools
