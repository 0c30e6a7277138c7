// From what was typed to what was meant: 3, 03-echo and echo are one chapter.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue.hpp"

namespace untwist::tools {

// How many letters to insert, remove, replace or swap to make one the other.
std::size_t editDistance(std::string_view a, std::string_view b);

// The candidates that `word` may be a slip of, nearest first.
std::vector<std::string> nearest(std::string_view word,
                                 const std::vector<std::string>& candidates);

// `there is no chapter "ecko"; did you mean 03-echo?` or, if nothing is near,
// `...; there are 01-three-models, 02-poll-reactor, 03-echo`.
std::string unknown(std::string_view kind, std::string_view word,
                    const std::vector<std::string>& candidates);

struct ProgramName {
    Chapter chapter;
    std::string program;  // main, blocking

    std::string target() const;  // 03-echo, 03-echo-blocking
};

struct ExerciseName {
    std::string chapter;   // 03-echo
    std::string exercise;  // count-bytes

    std::string id() const;      // 03-echo/count-bytes
    std::string typed() const;   // 3/count-bytes
    std::string target() const;  // check-03-echo-count-bytes
    std::string folder() const;  // exercises/03-echo/count-bytes
    std::string file() const;  // exercises/03-echo/count-bytes/count_bytes.hpp
};

// "3", "03-echo", "echo", and with a twin "3/blocking". Throws Mistake.
ProgramName findProgram(const Catalogue& catalogue, std::string_view typed);

// "3/uppercase", "03-echo/uppercase", "echo/uppercase", and just "uppercase"
// where one chapter alone has it; also the path of its folder or file. Throws
// Mistake.
ExerciseName findExercise(const Catalogue& catalogue, std::string_view typed);

// All of a chapter, "3", or the one, "3/uppercase". Throws Mistake.
std::vector<ExerciseName> findExercises(const Catalogue& catalogue,
                                        std::string_view typed);

// Of an id, which must be right.
ExerciseName exerciseOf(const std::string& id);

}  // namespace untwist::tools
