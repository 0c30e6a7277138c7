// What an upgrade would do: two courses compared, file by file.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "names.hpp"

namespace untwist::tools {

// The files of a course, "docs/03-echo.md": those that git knows, or in a
// folder that is no clone all but what is built or the learner's own.
std::set<std::string> filesOf(const std::filesystem::path& root);

struct UpgradePlan {
    // Files to put in place, and where each comes from.
    std::map<std::string, std::filesystem::path> put;
    std::vector<std::string> replaced;  // of these, those that are there
    std::vector<std::string> removed;   // files of the course that are gone

    std::vector<std::string> newChapters;
    std::vector<ExerciseName> newExercises;
    std::vector<ExerciseName> goneExercises;
    // Of exercises with an answer, which stays:
    std::vector<ExerciseName> newStubs;   // the stub is another
    std::vector<ExerciseName> newChecks;  // what it has to do may be another
    std::vector<ExerciseName> goneAnswers;

    bool isEmpty() const { return put.empty() && removed.empty(); }
};

UpgradePlan planUpgrade(const std::filesystem::path& root,
                        const std::filesystem::path& newer);

}  // namespace untwist::tools
