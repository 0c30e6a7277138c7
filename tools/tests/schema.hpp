// For tests: does a JSON text do what a JSON Schema says?
#pragma once

#include <string>

namespace untwist::tools {

// The first thing that does not fit, "/exercises/0/cases: is no array"; empty
// if all does. Knows the part of JSON Schema that docs/*.schema.json use, and
// calls any other keyword wrong.
std::string misfit(const std::string& schema, const std::string& text);

}  // namespace untwist::tools
