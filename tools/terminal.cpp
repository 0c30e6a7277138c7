#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <iostream>
#include <utility>

#include "wrap.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

bool understandsAnsi(int descriptor) {
    const char* kind = std::getenv("TERM");
    return isatty(descriptor) == 1 && kind != nullptr &&
           std::string_view(kind) != "dumb";
}

// Shorter than this, and there is nothing to tell.
constexpr Duration kMoment = 400ms;

}  // namespace

std::size_t columns() {
    winsize size{};
    if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    const char* said = std::getenv("COLUMNS");
    const int count = said == nullptr ? 0 : std::atoi(said);
    return count > 0 ? static_cast<std::size_t>(count) : 80;
}

std::string bold(std::string_view text) {
    const char* noColour = std::getenv("NO_COLOR");
    const bool plain = noColour != nullptr && *noColour != '\0';
    if (plain || !understandsAnsi(STDOUT_FILENO)) return std::string(text);
    return "\033[1m" + std::string(text) + "\033[0m";
}

bool canClear() { return understandsAnsi(STDOUT_FILENO); }

fs::path asSeenFromHere(const fs::path& file) {
    const fs::path near = file.lexically_relative(fs::current_path());
    return near.empty() || *near.begin() == ".." ? file : near;
}

std::string forShell(const fs::path& file) {
    const std::string text = file.string();
    const auto isPlain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
               std::string_view("/._-+").find(c) != std::string_view::npos;
    };
    if (!text.empty() && std::ranges::all_of(text, isPlain)) return text;
    std::string quoted = "'";
    for (const char c : text)
        quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + '\'';
}

std::string progressText(std::string_view text, std::string_view step,
                         std::chrono::seconds elapsed, std::size_t width) {
    std::string figures;
    if (!step.empty()) figures.append("  ").append(step);
    figures += "  " + std::to_string(elapsed.count()) + 's';
    const std::size_t room = width - std::min(width, figures.size());
    return (std::string(text.substr(0, room)) + figures).substr(0, width);
}

ProgressLine::ProgressLine(IReactorTime& clock, std::string text)
    : clock_(clock),
      live_(understandsAnsi(STDERR_FILENO)),
      began_(clock.seconds()),
      text_(std::move(text)) {
    next_ = clock_.callLater(kMoment, [this] { tick(); });
}

ProgressLine::~ProgressLine() {
    next_.cancel();
    if (!drawn_.empty() && live_) std::cerr << "\r\033[K" << std::flush;
}

void ProgressLine::show(std::string_view text, std::string_view step) {
    text_ = text;
    step_ = step;
    if (!drawn_.empty()) draw();
}

void ProgressLine::tick() {
    draw();
    next_ = clock_.callLater(1s, [this] { tick(); });
}

void ProgressLine::draw() {
    if (!live_) {
        if (drawn_.empty()) std::cerr << text_ << '\n';
        drawn_ = text_;
        return;
    }
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(
        clock_.seconds() - began_);
    // The last column stays free: some terminals wrap as soon as it is used.
    std::string line = progressText(text_, step_, elapsed, columns() - 1);
    if (line == drawn_) return;
    std::cerr << "\r\033[K" << line << std::flush;
    drawn_ = std::move(line);
}

void complain(std::string_view text) {
    std::string line = "untwist: " + std::string(text);
    if (!line.ends_with('\n')) line += '\n';
    // In a file one line is one message.
    if (isatty(STDERR_FILENO) == 1) line = wrapped(line, 0, columns());
    std::cerr << line;
}

}  // namespace untwist::tools
