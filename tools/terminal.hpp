// What a person sees: a line that changes in place, and bold text.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace untwist::tools {

// Bold on a terminal; as it is in a file, in a pipe, or with NO_COLOR set.
std::string bold(std::string_view text);

// Short where that is clear: build/dev/x in the root, else the full path.
std::filesystem::path asSeenFromHere(const std::filesystem::path& file);

// A path as a shell takes it: 'in quotes' if it has to be.
std::string forShell(const std::filesystem::path& file);

// "building 03-echo  12/30  14s"; if that is wider than `width`, the text loses
// its end and the figures stay.
std::string progressText(std::string_view text, std::string_view step,
                         std::chrono::seconds elapsed, std::size_t width);

// What is being done just now, on standard error. On a terminal each text
// replaces the one before, cut to its width, with the seconds since the object
// was made; the last is wiped when the object goes. In a file or a pipe only
// the first that show() gets is printed, as a line.
class ProgressLine {
  public:
    // A terminal has `text` until show() says more.
    explicit ProgressLine(std::string_view text);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    // `step` counts within the text: "building 03-echo" and "12/30".
    void show(std::string_view text, std::string_view step = {});
    // Keeps the seconds going; to be called often.
    void tick();

  private:
    bool live_;
    bool isShown_ = false;
    std::chrono::steady_clock::time_point started_;
    std::string text_;
    std::string step_;
    std::string drawn_;
};

// "untwist: text" and a newline on standard error.
void complain(std::string_view text);

}  // namespace untwist::tools
