// The git of the learner's course.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace untwist::tools {

class Git {
  public:
    explicit Git(std::filesystem::path root);

    // Has the course been cloned, rather than unpacked?
    bool isClone() const;

    // What git prints, without the last newline. Throws std::runtime_error with
    // git's last line.
    std::string ask(const std::vector<std::string>& words) const;
    // The same, for names that git separates by '\0'.
    std::vector<std::string> names(const std::vector<std::string>& words) const;

    bool agrees(const std::vector<std::string>& words) const;

  private:
    int run(const std::vector<std::string>& words, std::string& output) const;

    std::filesystem::path root_;
};

}  // namespace untwist::tools
