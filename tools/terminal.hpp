// What a person sees: a line that changes in place, and bold text.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "untwist/untwist.hpp"

namespace untwist::tools {

// Bold on a terminal; as it is in a file, in a pipe, or with NO_COLOR set.
std::string bold(std::string_view text);

// May the screen be wiped? Only a terminal's.
bool canClear();

// Short where that is clear: build/dev/x in the root, else the full path.
std::filesystem::path asSeenFromHere(const std::filesystem::path& file);

// A path as a shell takes it: 'in quotes' if it has to be.
std::string forShell(const std::filesystem::path& file);

// "building 03-echo  12/30  14s"; if that is wider than `width`, the text loses
// its end and the figures stay.
std::string progressText(std::string_view text, std::string_view step,
                         std::chrono::seconds elapsed, std::size_t width);

// How wide standard error is, for what is printed there.
std::size_t columns();

// What is being done just now, on standard error. On a terminal it shows when
// that takes longer than a moment: a line that is replaced by the next text,
// cut to the terminal's width, with the seconds since the object was made; it
// is wiped when the object goes. In a file or a pipe only the first text is
// printed, when it has taken that long.
class ProgressLine {
  public:
    ProgressLine(IReactorTime& clock, std::string text);
    ~ProgressLine();
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;

    // `step` counts within the text: "building 03-echo" and "12/30".
    void show(std::string_view text, std::string_view step = {});

  private:
    void tick();
    void draw();

    IReactorTime& clock_;
    const bool live_;
    const Duration began_;
    std::string text_;
    std::string step_;
    std::string drawn_;
    DelayedCall next_;
};

// "untwist: text" on standard error, as a line or lines that fit the terminal.
void complain(std::string_view text);

}  // namespace untwist::tools
