// ./untwist verify: each wrong answer does what is said of it, and a learner
// who makes the same mistake is told so.
#include <algorithm>
#include <iostream>
#include <stdexcept>

#include "build.hpp"
#include "commands.hpp"
#include "known_mistakes.hpp"
#include "learner.hpp"
#include "process.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

constexpr int kTries = 5;

// "strlen" of strlen.hpp, as targets are called.
std::vector<std::string> wrongAnswersTo(const Course& course,
                                        const ExerciseName& name) {
    std::vector<std::string> answers;
    const fs::path folder = course.root / "solutions" / name.id() / "wrong";
    for (const auto& entry : fs::directory_iterator(folder)) {
        std::string answer = entry.path().stem();
        std::ranges::replace(answer, '_', '-');
        answers.push_back(answer);
    }
    std::ranges::sort(answers);
    return answers;
}

Results resultsOf(const fs::path& folder, const std::string& answer) {
    const fs::path file = folder / (answer + ".json");
    fs::remove(file);
    const fs::path program = folder / ("check-wrong-" + answer);
    // What it tells a learner is not for us.
    const auto ignore = [](std::string_view) {};
    capture({program, "--json", file.string(), "--limit", "20"}, ignore);
    const auto results = readResults(file);
    if (!results || results->passed)
        throw std::runtime_error(program.string() + " did not fail its check");
    return *results;
}

}  // namespace

int verify(const Course& course, const std::string& exercise, bool write) {
    std::vector<ExerciseName> names = exercisesOf(course);
    if (!exercise.empty()) names = {findExercise(course.catalogue, exercise)};
    Build build(course.root, "dev");
    std::vector<std::string> targets;
    for (const ExerciseName& name : names) {
        for (const std::string& answer : wrongAnswersTo(course, name))
            targets.push_back(name.target() + "-wrong-" + answer);
    }
    if (!build.make(targets, "wrong answers")) {
        build.explain();
        return 1;
    }
    KnownMistakes known = readKnownMistakes(course.root);
    int bad = 0;
    int told = 0;
    int all = 0;
    const auto complainOf = [&](const std::string& id, const char* what) {
        std::cout << id << ": " << what << '\n';
        ++bad;
    };
    for (const ExerciseName& name : names) {
        if (!isUntouched(course, name))
            complainOf(name.file(), "differs from stub.hpp in solutions/");
        const fs::path folder = build.folder() / "exercises" / name.id();
        std::map<std::string, Symptoms> seen;
        for (const std::string& answer : wrongAnswersTo(course, name)) {
            Symptoms& symptoms = seen[answer];
            // With threads, what fails may depend on who is first.
            for (int i = 0; i < kTries; ++i) {
                symptoms = symptomsOf(resultsOf(folder, answer));
                const Symptoms& noted = known[name.id()][answer];
                if (write || symptoms.failures == noted.failures) break;
            }
        }
        if (write) known[name.id()] = seen;
        for (const auto& [answer, symptoms] : seen) {
            const std::string id = name.id() + "/wrong/" + answer;
            ++all;
            if (known[name.id()][answer].failures != symptoms.failures)
                complainOf(id, "fails otherwise than symptoms.json says");
            const auto likely = likelyMistake(known[name.id()], symptoms);
            if (likely == answer)
                ++told;
            else
                std::cout << id << ": taken for " << likely.value_or("nothing")
                          << '\n';
        }
    }
    if (write) writeKnownMistakes(course.root, known);
    std::cout << told << " of " << all << " wrong answers are told as what "
              << "they are, " << bad << " mistakes\n"
              << std::flush;
    return bad == 0 && 10 * told >= 9 * all ? 0 : 1;
}

}  // namespace untwist::tools
