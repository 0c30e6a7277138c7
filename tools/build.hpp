// Configures and builds a preset, with progress that fits one line.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "commands.hpp"
#include "process.hpp"
#include "terminal.hpp"

namespace untwist::tools {

class Build {
  public:
    // `preset` is dev or release; its build folder is build/<preset>.
    // `option`, if given, is a variable of CMake's that must be ON.
    Build(Reactor& reactor, std::filesystem::path root, std::string preset,
          std::string option = {});

    // Configures if that has not been done, then builds; once more if headers
    // that were precompiled no longer fit. `what` is what the progress line
    // calls it. False if a step failed; explanation() tells.
    // Waits for another build of the same folder. To be called once at a time;
    // the object has to outlive what it returns.
    // With `all`, a target that fails does not stop the others.
    Deferred<bool> make(std::vector<std::string> targets, std::string what,
                        bool all = false);

    // What the compiler said first, of the file `own` if it can be; at most a
    // screen.
    std::vector<std::string> firstErrorIn(const std::string& own) const;

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path log() const { return folder_ / "untwist-build.log"; }

    // Which step failed, and how the compiler put it: errors in the file `own`
    // first, at most a screen, and where all of it is.
    // With `full`, all of it.
    std::string explanation(const std::string& own = {},
                            bool full = false) const;

  private:
    Deferred<bool> configure(int lock);
    Deferred<bool> step(Argv argv, std::string what, int lock);
    bool isConfigured() const;
    bool hasOption() const;
    bool removeStaleHeaders() const;
    Argv command(const std::vector<std::string>& targets, bool all) const;

    Reactor& reactor_;
    std::filesystem::path root_;
    std::string preset_;
    std::string option_;
    std::filesystem::path folder_;
    std::string failed_;
    std::vector<std::string> lines_;
};

// For who waits for nothing else: builds, on a reactor of its own. False if
// that failed, when it has been told on standard error.
bool built(const Course& course, const std::string& preset,
           const std::vector<std::string>& targets, const std::string& what,
           const std::string& option = {});

}  // namespace untwist::tools
