// What a person sees: a line that changes in place, and bold text.
#pragma once

#include <string>
#include <string_view>

namespace untwist::tools {

// Bold on a terminal; as it is in a file, in a pipe, or with NO_COLOR set.
std::string bold(std::string_view text);

// What is being done just now, on standard error. On a terminal each text
// replaces the one before, and the last is wiped when the object goes. In a
// file or a pipe only the first is printed, as a line.
class ProgressLine {
  public:
    ProgressLine();
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    // `step` counts within the text: "building 03-echo" and "12/30".
    void show(std::string_view text, std::string_view step = {});

  private:
    bool live_;
    std::string shown_;
};

// "untwist: text" and a newline on standard error.
void complain(std::string_view text);

}  // namespace untwist::tools
