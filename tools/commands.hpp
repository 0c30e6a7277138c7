// The commands of ./untwist, one file each. They return the exit code; main.cpp
// has their options and prints what they throw.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "catalogue.hpp"

namespace untwist::tools {

struct Course {
    std::filesystem::path root;
    Catalogue catalogue;
    std::filesystem::path state;  // where the learner's progress is kept
};

struct RunOptions {
    std::string program;  // as typed: 3, 03-echo, 3/blocking
    bool release = false;
    bool dev = false;
    std::vector<std::string> arguments;  // for the program
};

// Builds a chapter's program and becomes it.
int run(const Course& course, const RunOptions& options);

// Shows how far the learner has come, and the one next step.
int home(const Course& course);

// Shows the chapters, their programs and their exercises, each with its state.
// `wanted` leaves some out: a chapter, or "open", "tried" or "done".
int list(const Course& course, const std::string& wanted);

// In all that follow, an empty `exercise` is the one where the learner is.

struct CheckOptions {
    std::string exercise;
    bool full = false;  // all that the compiler says
    std::vector<std::string> arguments;
};

// Builds the learner's answer with its checks, runs them, and notes how it
// went. With `arguments` it becomes the check program, which gets them.
int check(const Course& course, const CheckOptions& options);

// Checks whenever the exercise's file is saved, until a key or a signal ends
// it.
int watch(const Course& course, const std::string& exercise);

// Checks the answers to these exercises, or to those of these chapters, or to
// all. `jsonFile` gets the results as docs/results.schema.json says; "-" is
// standard output, which then has nothing else.
int checkAll(const Course& course, const std::vector<std::string>& exercises,
             const std::optional<std::string>& jsonFile);

// Opens the exercise's file in the learner's editor, and waits if that does.
int edit(const Course& course, const std::string& exercise);

// Tells the next of an exercise's three hints; `again` tells the latest.
int hint(const Course& course, const std::string& exercise, bool again);

// Shows where the learner's answer differs from the reference. Not before it
// has passed its check, unless `anyway`.
int diff(const Course& course, const std::string& exercise, bool anyway);

// Puts the exercise's file back as it was, and keeps a copy of the answer.
int reset(const Course& course, const std::string& exercise);

// Goes to an exercise: from now on it is the one where the learner is. Without
// one, to the next that is not done.
int goTo(const Course& course, const std::string& exercise);

// Takes the diary of another machine into this one: a course, its .untwist, or
// the file.
int merge(const Course& course, const std::filesystem::path& from);

// Takes a newer course from a folder, an archive or git (see NewerCourse), and
// keeps the learner's answers. `dryRun` only tells what it would do.
int upgrade(const Course& course, const std::string& source, bool dryRun);

// Ends an upgrade that was cut short, if there is one. For the launcher.
int finishUpgrade(const Course& course);

// Tells what the learner has done: attempts, hints, time.
int summary(const Course& course, bool json);

// Makes the skeleton of an exercise, "9/my-task", for somebody to write over.
int makeExercise(const Course& course, const std::string& typed);

// For who makes exercises: builds all of an exercise, of a chapter, or of the
// course, and looks whether stubs fail, solutions pass, and wrong answers fail
// in the case that they name, do what solutions/symptoms.json says, and would
// be found as the likely cause. `write` makes that file anew.
int verify(const Course& course, const std::string& exercise, bool write);

// Tells which course this is, for a report of what went wrong.
int version(const Course& course);

// Builds the lab and becomes it; it gets `arguments`.
int compare(const Course& course, const std::vector<std::string>& arguments);

// Builds the benchmarks and becomes them.
int bench(const Course& course, const std::vector<std::string>& arguments);

// Builds everything and becomes ctest, which gets `arguments` too.
int test(const Course& course, const std::vector<std::string>& arguments);

}  // namespace untwist::tools
