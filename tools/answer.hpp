// One exercise's answer, tried: what `check --all` finds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands.hpp"
#include "learner.hpp"
#include "names.hpp"
#include "progress.hpp"
#include "results.hpp"
#include "untwist/untwist.hpp"

namespace untwist::tools {

struct Answer {
    ExerciseName name;
    // passed; failed; not-compiled; no-verdict: the check did not live to give
    // one; untouched: nobody has written an answer
    std::string outcome;
    Results results;           // of an answer that compiled
    std::string compileError;  // of one that did not
    std::optional<LikelyCause> likelyCause;
    ExerciseProgress progress;  // before this check
};

// Builds and checks these exercises' answers. An answer that does not compile
// is a result like others; an error that is nobody's answer's throws
// std::runtime_error.
Deferred<std::vector<Answer>> tryAnswers(Reactor& reactor, const Course& course,
                                         std::vector<ExerciseName> names);

bool allPassed(const std::vector<Answer>& answers);

// As docs/results.schema.json says.
std::string asJson(const std::vector<Answer>& answers);

}  // namespace untwist::tools
