// What the learner did, a line for each thing, in .untwist/diary.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace untwist::tools {

struct Entry {
    std::int64_t at = 0;   // milliseconds since 1970
    std::string exercise;  // 03-echo/uppercase
    std::string event;     // passed, failed, hint, reset, goto

    friend bool operator==(const Entry&, const Entry&) = default;
};

// The file is only ever added to, one line at a time. So a line that was cut
// short is all that a crash can cost; the diaries of two machines are merged
// with `cat`; and what another version wrote, or of exercises that are gone,
// does no harm.
class Diary {
  public:
    // Reads what there is in `folder`; nothing yet is fine.
    explicit Diary(std::filesystem::path folder);

    // In the order of time, each once. Lines that make no sense are left out.
    const std::vector<Entry>& entries() const { return entries_; }

    // Throws std::runtime_error, and keeps nothing, if it cannot be written.
    void add(std::string_view exercise, std::string_view event);

  private:
    std::filesystem::path folder_;
    std::vector<Entry> entries_;
};

}  // namespace untwist::tools
