// ./untwist verify: proves exercises. The stub fails, the solution passes, each
// wrong answer fails in the case that it names, and does what is said of it in
// solutions/symptoms.json; so a learner who makes that mistake is told so.
#include <algorithm>
#include <iostream>
#include <utility>

#include "build.hpp"
#include "commands.hpp"
#include "known_mistakes.hpp"
#include "learner.hpp"
#include "mistake.hpp"
#include "process.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

constexpr int kTries = 5;
constexpr const char* kLimit = "20";  // seconds: other programs may run too

// "strlen" of strlen.hpp, as targets are called.
std::vector<std::string> wrongAnswersTo(const Course& course,
                                        const ExerciseName& name) {
    std::vector<std::string> answers;
    const fs::path folder = course.root / "solutions" / name.id() / "wrong";
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none)) {
        std::string answer = entry.path().stem();
        std::ranges::replace(answer, '_', '-');
        answers.push_back(answer);
    }
    std::ranges::sort(answers);
    return answers;
}

int runQuietly(const Argv& argv) {
    return capture(argv, [](std::string_view) {});
}

class Verification {
  public:
    Verification(const Course& course, fs::path checks, bool write)
        : course_(course),
          checks_(std::move(checks)),
          write_(write),
          known_(readKnownMistakes(course.root)) {}

    void verify(const ExerciseName& name);
    int conclude() const;

  private:
    void verifyStub(const ExerciseName& name);
    void verifySolution(const ExerciseName& name);
    std::map<std::string, Symptoms> tryWrongAnswers(const ExerciseName& name);
    void verifyWrong(const ExerciseName& name, const std::string& answer,
                     const Symptoms& symptoms);
    Results resultsOf(const ExerciseName& name, const std::string& answer);

    fs::path folder(const ExerciseName& name) const {
        return checks_ / name.id();
    }
    void complainOf(const std::string& what, const std::string& why) {
        std::cout << what << ": " << why << '\n';
        ++bad_;
    }

    const Course& course_;
    fs::path checks_;
    bool write_;
    KnownMistakes known_;
    int stubs_ = 0;
    int solutions_ = 0;
    int wrong_ = 0;  // that fail where they say
    int told_ = 0;
    int all_ = 0;
    int bad_ = 0;
};

void Verification::verify(const ExerciseName& name) {
    const int badBefore = bad_;
    verifyStub(name);
    verifySolution(name);
    const std::map<std::string, Symptoms> seen = tryWrongAnswers(name);
    if (seen.empty()) complainOf(name.id(), "has no wrong answers");
    if (write_) known_[name.id()] = seen;
    for (const auto& [answer, symptoms] : seen)
        verifyWrong(name, answer, symptoms);
    if (bad_ == badBefore)
        std::cout << name.id() << " holds: " << seen.size()
                  << (seen.size() == 1 ? " wrong answer\n" : " wrong answers\n")
                  << std::flush;
}

void Verification::verifyStub(const ExerciseName& name) {
    if (!isUntouched(course_, name))
        return complainOf(name.file(), "differs from stub.hpp in solutions/");
    if (runQuietly({folder(name) / "check", "--stub", "--limit", kLimit}) != 0)
        return complainOf(name.id(), "the stub passes: nothing is left to do");
    ++stubs_;
}

void Verification::verifySolution(const ExerciseName& name) {
    const fs::path program = folder(name) / "check-solution";
    if (runQuietly({program, "--limit", kLimit}) != 0)
        return complainOf(name.id(), "the solution does not pass; " +
                                         program.string() + " tells why");
    ++solutions_;
}

std::map<std::string, Symptoms> Verification::tryWrongAnswers(
    const ExerciseName& name) {
    std::map<std::string, Symptoms> seen;
    for (const std::string& answer : wrongAnswersTo(course_, name)) {
        Symptoms& symptoms = seen[answer];
        // With threads, what fails may depend on who is first.
        for (int i = 0; i < kTries; ++i) {
            symptoms = symptomsOf(resultsOf(name, answer));
            if (write_ || symptoms.failsLike(known_[name.id()][answer])) break;
        }
    }
    return seen;
}

Results Verification::resultsOf(const ExerciseName& name,
                                const std::string& answer) {
    const fs::path file = folder(name) / (answer + ".json");
    fs::remove(file);
    runQuietly({folder(name) / ("check-wrong-" + answer), "--json",
                file.string(), "--limit", kLimit});
    return readResults(file).value_or(Results{});
}

void Verification::verifyWrong(const ExerciseName& name,
                               const std::string& answer,
                               const Symptoms& symptoms) {
    const std::string id = name.id() + "/wrong/" + answer;
    ++all_;
    const std::string named = caseNamedBy(course_.root, name.id(), answer);
    if (symptoms.failures.empty())
        return complainOf(id, "passes: the check has a hole");
    if (symptoms.failures.contains(named))
        ++wrong_;
    else
        complainOf(id,
                   "does not fail in the case that it names, \"" + named + '"');
    if (!symptoms.failsLike(known_[name.id()][answer]))
        complainOf(id,
                   "fails otherwise than symptoms.json says; "
                   "./untwist verify --write makes that anew");
    const auto likely = likelyMistake(known_[name.id()], symptoms);
    if (likely == answer)
        ++told_;
    else
        std::cout << id << ": taken for " << likely.value_or("nothing") << '\n';
}

int Verification::conclude() const {
    if (write_) writeKnownMistakes(course_.root, known_);
    std::cout << stubs_ << (stubs_ == 1 ? " stub fails, " : " stubs fail, ")
              << solutions_
              << (solutions_ == 1 ? " solution passes, " : " solutions pass, ")
              << wrong_ << " of " << all_
              << " wrong answers fail in the case\nthat they name, " << told_
              << " of them are told as what they are; " << bad_
              << (bad_ == 1 ? " mistake\n" : " mistakes\n") << std::flush;
    return bad_ == 0 && 10 * told_ >= 9 * all_ ? 0 : 1;
}

}  // namespace

int verify(const Course& course, const std::string& exercise, bool write) {
    std::vector<ExerciseName> names = exercisesOf(course);
    if (!exercise.empty()) names = findExercises(course.catalogue, exercise);
    std::vector<std::string> targets;
    for (const ExerciseName& name : names) {
        const std::string file = fs::path(name.file()).filename();
        if (!fs::exists(course.root / "solutions" / name.id() / file))
            throw Mistake("there is no solution to " + name.typed());
        targets.push_back(name.target());
        targets.push_back(name.target() + "-solution");
        for (const std::string& answer : wrongAnswersTo(course, name))
            targets.push_back(name.target() + "-wrong-" + answer);
    }
    if (!built(course, "dev", targets, "stubs, solutions and wrong answers",
               "UNTWIST_WRONG_ANSWERS"))
        return 1;
    Verification verification(course, course.root / "build/dev/exercises",
                              write);
    for (const ExerciseName& name : names) verification.verify(name);
    return verification.conclude();
}

}  // namespace untwist::tools
