// The wrong answers that the course knows, and what each does to its check.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "results.hpp"

namespace untwist::tools {

// What there is to know a wrong answer by. The first two are remembered.
struct Symptoms {
    std::map<std::string, std::string> failures;  // as in Results
    std::string story;  // a short number for the first case's story
    bool most = false;  // more than half of the check's cases fail
    bool operator==(const Symptoms&) const = default;

    // Do the same cases fail in the same way? Where one crashes, the other may
    // fail in another way: undefined behaviour is one thing with GCC and
    // another with Clang.
    bool failsLike(const Symptoms& other) const;
};

Symptoms symptomsOf(const Results& results);

// The symptoms of each wrong answer of each exercise, by
// "03-echo/uppercase" and "strlen".
using KnownMistakes = std::map<std::string, std::map<std::string, Symptoms>>;

// solutions/symptoms.json. `./untwist verify --write` makes it, so that no
// learner has to build wrong answers. A file that is missing or broken is an
// empty one: the check goes without it.
KnownMistakes readKnownMistakes(const std::filesystem::path& root);
void writeKnownMistakes(const std::filesystem::path& root,
                        const KnownMistakes& known);

// The wrong answer whose symptoms these are. Best with the same story, and
// most of the cases end in the same way. Without it all of them must, and be
// few: when nearly everything fails, it may be for any reason. None if none is
// likely: a wrong guess costs a learner more than none.
std::optional<std::string> likelyMistake(
    const std::map<std::string, Symptoms>& known, const Symptoms& seen);

// The case that the wrong answer's file says it fails; "" if it does not say.
std::string caseNamedBy(const std::filesystem::path& root,
                        const std::string& exercise,
                        const std::string& mistake);

// What the wrong answer's file tells the learner, in lines.
std::vector<std::string> explanationOf(const std::filesystem::path& root,
                                       const std::string& exercise,
                                       const std::string& mistake);

}  // namespace untwist::tools
