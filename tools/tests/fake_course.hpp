// For tests: a course of three exercises in a folder of its own, with a CMake
// that builds by copying: an answer is a script, and is its own check.
#pragma once

#include <string>

#include "commands.hpp"
#include "temporary_folder.hpp"

namespace untwist::tools {

// Answers. What each prints is a check's verdict.
extern const std::string kRight;
extern const std::string kWrong;         // fails "another" of two cases
extern const std::string kBroken;        // does not compile
extern const std::string kTakesForEver;  // to compile; makes a file "building"

// While it lives, its CMake is the first in PATH: one at a time.
class FakeCourse : public TemporaryFolder {
  public:
    FakeCourse();
    ~FakeCourse();

    // Saves an answer to an exercise: one, two or three.
    void answer(const std::string& name, const std::string& text) const;

    Course course() const;

  private:
    std::string path_;
};

}  // namespace untwist::tools
