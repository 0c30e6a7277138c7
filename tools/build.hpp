// Configures and builds a preset, with progress that fits one line.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "terminal.hpp"

namespace untwist::tools {

class Build {
  public:
    // `preset` is dev or release; its build folder is build/<preset>.
    Build(std::filesystem::path root, std::string preset);

    // Configures if that has not been done, then builds. `what` is what the
    // progress line calls it. False if a step failed; explain() tells.
    bool make(const std::vector<std::string>& targets, const std::string& what);

    // The same, but a target that fails does not stop the others.
    bool makeAll(const std::vector<std::string>& targets,
                 const std::string& what);

    // What the compiler said first, of the file `own` if it can be; at most a
    // screen.
    std::vector<std::string> firstErrorIn(const std::string& own) const;

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path log() const { return folder_ / "untwist-build.log"; }

    // Prints to standard error which step failed, how the compiler put it
    // (errors in the file `own` first), and where the log is.
    void explain(const std::string& own = {}) const;

  private:
    bool build(const std::vector<std::string>& targets, const std::string& what,
               const std::vector<std::string>& options);
    bool configure();
    bool isConfigured() const;
    bool step(const std::vector<std::string>& argv, const std::string& what,
              ProgressLine& progress);

    std::filesystem::path root_;
    std::string preset_;
    std::filesystem::path folder_;
    std::string failed_;
    std::vector<std::string> lines_;
};

}  // namespace untwist::tools
