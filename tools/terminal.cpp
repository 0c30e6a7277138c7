#include "terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace untwist::tools {

namespace {

bool understandsAnsi(int descriptor) {
    const char* kind = std::getenv("TERM");
    return isatty(descriptor) == 1 && kind != nullptr &&
           std::string_view(kind) != "dumb";
}

}  // namespace

std::string bold(std::string_view text) {
    const char* noColour = std::getenv("NO_COLOR");
    const bool plain = noColour != nullptr && *noColour != '\0';
    if (plain || !understandsAnsi(STDOUT_FILENO)) return std::string(text);
    return "\033[1m" + std::string(text) + "\033[0m";
}

ProgressLine::ProgressLine() : live_(understandsAnsi(STDERR_FILENO)) {}

ProgressLine::~ProgressLine() {
    if (live_ && !shown_.empty()) std::cerr << "\r\033[K" << std::flush;
}

void ProgressLine::show(std::string_view text, std::string_view step) {
    if (live_)
        std::cerr << "\r\033[K" << text << "  " << step << std::flush;
    else if (text != shown_)
        std::cerr << text << '\n';
    shown_ = text;
}

void complain(std::string_view text) {
    std::cerr << "untwist: " << text << '\n';
}

}  // namespace untwist::tools
