// What the sanitizers tell, cut down to what is about the learner's code.
#pragma once

#include <cstddef>
#include <string>

namespace untwist::check {

// Looks for memory that nothing points to any more; LeakSanitizer writes what
// it finds to standard error. False where there is no LeakSanitizer.
bool findLeaks();

// Bytes that are allocated now; 0 where nobody counts them.
std::size_t heapInUse();

// A process's output, parted: what the program printed, and the report that a
// sanitizer wrote behind it.
struct Output {
    std::string printed;
    std::string report;  // "" if there is none
};
Output partOutput(const std::string& output);

// What went wrong, and where in the learner's own files: their frames are
// kept, those of libraries counted.
std::string shortened(const std::string& report);

// Only the first place in the learner's own files, "uppercase.hpp:14", or "".
std::string firstPlace(const std::string& report);

}  // namespace untwist::check
