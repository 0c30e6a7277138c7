// For tests: a learner's small course, and a newer one.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands.hpp"
#include "temporary_folder.hpp"

namespace untwist::tools {

struct Outcome {
    int exitCode = -1;
    std::string told;  // what it printed, or what it threw
};

// In a process of its own, which it may replace by another program.
Outcome inChild(const std::function<int()>& command);

// In `mine` are exercises 3/one, 3/two and 3/gone; each file says which course
// it is of. In `newer` 3/gone is gone and 3/more is new, two has another check
// and one another stub; ./untwist prints its words.
class TwoCourses : public TemporaryFolder {
  public:
    TwoCourses();

    void answer(const std::string& name) const;
    std::string answerTo(const std::string& name) const;

    Course course() const;
    Outcome upgrade(const std::string& source, bool dryRun = false) const;

    // As the newer one is, but for the answers to one and two.
    bool isUpgraded() const;
    // All that is in the course, for comparing before and after.
    std::string everything() const;
    // All that was put aside: "FILE: CONTENTS" lines.
    std::string backup() const;
};

}  // namespace untwist::tools
