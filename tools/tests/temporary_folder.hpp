// For tests: a folder of its own for each case, gone when the case ends.
#pragma once

#include <filesystem>
#include <string>

namespace untwist::tools {

class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    // Writes a file below the folder, and the folders that it needs.
    void write(const std::string& name, const std::string& text) const;
    // The same, for a program: a script with its first line.
    void writeScript(const std::string& name, const std::string& body) const;
    std::string read(const std::string& name) const;

  private:
    std::filesystem::path path_;
};

}  // namespace untwist::tools
