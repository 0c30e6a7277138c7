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
    // passed, failed, hint, reset, goto; changed: a newer course checks more
    std::string event;

    friend bool operator==(const Entry&, const Entry&) = default;
};

// What came of merging another machine's diary.
struct Merged {
    std::size_t came = 0;
    std::size_t known = 0;  // were here already
    std::size_t other = 0;  // lines that are no entry: cut short, or rubbish
};

// The file is only ever added to, one line at a time. So a line that was cut
// short is all that a crash can cost, and what another version wrote, or of
// exercises that are gone, does no harm.
class Diary {
  public:
    // Reads what there is in `folder`; nothing yet is fine, and what cannot be
    // read is as nothing: trouble() says so.
    explicit Diary(std::filesystem::path folder);

    // In the order of time, each once. Lines that make no sense are left out.
    const std::vector<Entry>& entries() const { return entries_; }

    // One line that says what could not be read, and why; empty if all is well.
    const std::string& trouble() const { return trouble_; }

    // Throws std::runtime_error, and keeps nothing, if it cannot be written.
    void add(std::string_view exercise, std::string_view event);

    // Takes in the entries of the diary `file` that are not here yet, as they
    // are there: a newer version may say more in them. All or none, and then it
    // throws std::runtime_error; Mistake if the file is no diary.
    Merged merge(const std::filesystem::path& file);

  private:
    void append(const std::string& lines) const;

    std::filesystem::path folder_;
    std::vector<Entry> entries_;
    std::string trouble_;
};

}  // namespace untwist::tools
