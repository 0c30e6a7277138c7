// The verdict of a check, for a person and for a program.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "outcome.hpp"

namespace untwist::check {

// "03-echo/uppercase", from where the binary lies; "(solution)" and the like
// from its name, check-solution.
std::string exerciseName(const char* program);

bool allPassed(const std::vector<CaseResult>& cases);

// One line that says it all; below it the first case that did not pass, as a
// story, and the count of the others.
void tell(std::ostream& out, const std::string& exercise,
          const std::vector<CaseResult>& cases, bool coloured);

// {"exercise", "passed", "cases": [{"name", "outcome", "story"}]}
void writeJson(std::ostream& out, const std::string& exercise,
               const std::vector<CaseResult>& cases);

}  // namespace untwist::check
