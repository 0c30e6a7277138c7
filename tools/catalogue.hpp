// What the course offers: its chapters, their programs and exercises.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace untwist::tools {

struct Chapter {
    std::string name;   // 03-echo
    std::string title;  // The loop calls you
    // Its programs read clocks, so it is run from the release build.
    bool measures = false;
    std::vector<std::string> programs;   // main, asio-callbacks
    std::vector<std::string> exercises;  // uppercase

    std::string number() const;                   // 3
    std::string shortName() const;                // echo
    bool isCalled(std::string_view typed) const;  // 3, 03, echo, 03-echo
};

using Catalogue = std::vector<Chapter>;

// Reads what CMake wrote when it configured. Throws std::runtime_error.
Catalogue readCatalogue(const std::filesystem::path& file);

}  // namespace untwist::tools
