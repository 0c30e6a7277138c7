// One exercise's answer, tried: what `check --all` finds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "build.hpp"
#include "commands.hpp"
#include "known_mistakes.hpp"
#include "names.hpp"
#include "progress.hpp"
#include "results.hpp"

namespace untwist::tools {

// A wrong answer that fails as this one does.
struct LikelyCause {
    std::string name;         // strlen
    std::string explanation;  // lines
};

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
std::vector<Answer> tryAnswers(const Course& course, Build& build,
                               const std::vector<ExerciseName>& names);

bool allPassed(const std::vector<Answer>& answers);

// As docs/results.schema.json says.
std::string asJson(const std::vector<Answer>& answers);

}  // namespace untwist::tools
