// The process in front of a check. Before any code of the learner's has run,
// not even the constructor of a global, the check goes on in a child process,
// and we wait for it: whatever ends it, a verdict is told and nothing stays
// behind.
#pragma once

#include <string_view>

namespace untwist::check {

void noteBegin();                      // main has begun
void noteCase(std::string_view name);  // this case runs now
[[noreturn]] void noteEnd(int code);   // the verdict was told: the end

}  // namespace untwist::check
