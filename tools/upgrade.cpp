// ./untwist upgrade: a newer course, with the answers that are there.
#include <algorithm>
#include <chrono>
#include <iostream>
#include <stdexcept>

#include "commands.hpp"
#include "files.hpp"
#include "git.hpp"
#include "learner.hpp"
#include "mistake.hpp"
#include "newer_course.hpp"
#include "process.hpp"
#include "staged.hpp"
#include "terminal.hpp"
#include "upgrade_plan.hpp"
#include "wrap.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

Names typed(const std::vector<ExerciseName>& exercises) {
    Names names;
    for (const ExerciseName& name : exercises) names.push_back(name.typed());
    return names;
}

// "new exercises: 13/pause, 13/resume", if there are any.
void tell(const std::string& what, const Names& names) {
    if (names.empty()) return;
    std::string line = "  " + what + ": ";
    for (const std::string& name : names) {
        if (&name != &names.front()) line += ", ";
        line += name;
    }
    std::cout << wrapped(line, 4) << '\n';
}

void tell(const UpgradePlan& plan, const Names& own) {
    tell("new chapters", plan.newChapters);
    tell("new exercises", typed(plan.newExercises));
    tell("exercises gone", typed(plan.goneExercises));
    tell("another stub, your answer stays", typed(plan.newStubs));
    tell("to be checked again", typed(plan.newChecks));
    const std::size_t added = plan.put.size() - plan.replaced.size();
    std::cout << wrapped("  files: " + std::to_string(plan.replaced.size()) +
                             " replaced, " + std::to_string(added) + " new, " +
                             std::to_string(plan.removed.size()) + " gone",
                         4)
              << '\n';
    tell("of these you had changed", own);
}

// The files to be replaced, or gone, that are not as git has them. Of an
// unpacked course nobody knows.
Names changedByLearner(const Git& git, const UpgradePlan& plan,
                       const std::string& commit) {
    if (!git.isClone()) return {};
    std::string base = "HEAD";
    if (!commit.empty() && git.agrees({"merge-base", "HEAD", commit}))
        base = git.ask({"merge-base", "HEAD", commit});
    Names changed;
    for (const std::string& file :
         git.names({"diff", "--name-only", "-z", base})) {
        if (std::ranges::count(plan.replaced, file) > 0 ||
            std::ranges::count(plan.removed, file) > 0)
            changed.push_back(file);
    }
    return changed;
}

// Copies what will be replaced or gone. Returns the folder.
fs::path backUp(const Course& course, const UpgradePlan& plan) {
    const auto now = std::chrono::system_clock::now().time_since_epoch() /
                     std::chrono::milliseconds(1);
    const fs::path folder =
        course.state / "before-upgrade" / std::to_string(now);
    for (const Names* files : {&plan.replaced, &plan.removed}) {
        for (const std::string& file : *files)
            copyFile(course.root / file, folder / file);
    }
    for (const ExerciseName& name : plan.goneAnswers)
        copyFile(course.root / name.file(), placeForAnswer(course, name));
    return folder;
}

// All that has to be done before the first file of the course is touched.
void prepare(const Course& course, const UpgradePlan& plan) {
    const fs::path backup = backUp(course, plan);
    if (!plan.replaced.empty() || !plan.removed.empty())
        std::cout << "What is replaced or gone: "
                  << asSeenFromHere(backup).string() << '\n';
    if (!plan.goneAnswers.empty())
        std::cout << "Your answers to what is gone: "
                  << asSeenFromHere(course.state / "answers").string() << '\n';
    stage(course.root, plan);
    const Progress progress = progressOf(course);
    const std::vector<std::string> again = typed(plan.newChecks);
    for (const ExerciseName& name : exercisesOf(course)) {
        if (std::ranges::count(again, name.typed()) > 0 &&
            progress.of(name.id()).state == State::done)
            note(course, name, "changed");
    }
}

// The tool that checks is the newer course's.
int checkAgain(const Course& course, const UpgradePlan& plan) {
    const fs::path launcher = course.root / "untwist";
    if (plan.newChecks.empty() || !fs::exists(launcher)) return 0;
    std::cout << "\nChecking again what is checked in another way now.\n"
              << std::flush;
    Argv argv{launcher.string(), "check", "--all"};
    for (const ExerciseName& name : plan.newChecks)
        argv.push_back(name.typed());
    become(argv);
}

}  // namespace

int finishUpgrade(const Course& course) {
    if (putInPlace(course.root))
        std::cerr << "finished an upgrade that had been cut short\n";
    return 0;
}

int upgrade(const Course& course, const std::string& source, bool dryRun) {
    finishUpgrade(course);
    const Git git(course.root);
    const fs::path staging = stagingFolder(course.root);
    fs::remove_all(staging);  // of a run that was stopped before it was ready
    if (fs::exists(source) && fs::equivalent(source, course.root))
        throw Mistake("that is this course itself");
    const NewerCourse newer = findNewer(git, source, staging / "source");
    const UpgradePlan plan = planUpgrade(course.root, newer.root);
    const bool isOlder =
        !newer.commit.empty() &&
        git.agrees({"merge-base", "--is-ancestor", newer.commit, "HEAD"});
    if (plan.isEmpty() || isOlder) {
        const std::string toDo = dryRun ? "" : tellGit(git, newer.commit);
        fs::remove_all(staging);
        std::cout << "Nothing to do: this course is as new as " << newer.from
                  << ".\n"
                  << toDo << std::flush;
        return 0;
    }
    std::cout << (dryRun ? "Would take the course from "
                         : "Taking the course from ")
              << newer.from << ":\n";
    tell(plan, changedByLearner(git, plan, newer.commit));
    if (dryRun) {
        fs::remove_all(staging);
        std::cout << "Nothing was changed.\n" << std::flush;
        return 0;
    }
    prepare(course, plan);
    putInPlace(course.root);
    const std::string toDo = tellGit(git, newer.commit);
    if (!toDo.empty()) std::cout << toDo << '\n';
    std::cout << std::flush;
    return checkAgain(course, plan);
}

}  // namespace untwist::tools
