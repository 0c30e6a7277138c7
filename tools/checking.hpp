// Checks an answer, from the file that was saved to what there is to say of it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "commands.hpp"
#include "names.hpp"
#include "process.hpp"
#include "results.hpp"
#include "untwist/untwist.hpp"

namespace untwist::tools {

// Runs the check program in `folder`. None: it did not live to give a result,
// or had to be stopped. What it says goes to `onOutput`.
Deferred<std::optional<Results>> runCheck(Reactor& reactor,
                                          std::filesystem::path folder,
                                          Output onOutput);

struct Verdict {
    bool passed = false;
    std::string headline;  // "passed", "2 cases do not pass"
    std::string text;      // the check's own words, and the likely cause
};

// Builds the learner's answer with its check, runs that, and notes in the diary
// how it went. With `full` a compiler's words are not cut to a screen. `course`
// has to outlive it. cancel() ends the build or the check at once, and then
// nothing is noted.
Deferred<Verdict> judge(Reactor& reactor, const Course& course,
                        ExerciseName name, bool full = false);

}  // namespace untwist::tools
