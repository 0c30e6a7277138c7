#include "sanitizers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <string_view>
#include <vector>

#ifdef __SANITIZE_ADDRESS__
#ifdef __linux__
#include <sanitizer/lsan_interface.h>
#endif
// NOLINTNEXTLINE(bugprone-reserved-identifier): GCC has no header for it.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

// The sanitizers' run-time libraries look for these names.
// NOLINTBEGIN(bugprone-reserved-identifier)
extern "C" {
const char* __asan_default_options();
const char* __ubsan_default_options();

// Leaks are looked for when a case has ended, not at exit. An abort is told
// with its stack, which is how the place of a hang is found. Little memory for
// frames that have returned: each case touches all of it, and with less the run
// takes a tenth less time.
const char* __asan_default_options() {
    return "leak_check_at_exit=0:handle_abort=1:detect_stack_use_after_return="
           "1:max_uar_stack_size_log=16:color=never:allocator_may_return_null="
           "1";
}
const char* __ubsan_default_options() {
    return "print_stacktrace=1:color=never";
}
}
// NOLINTEND(bugprone-reserved-identifier)

namespace untwist::check {

namespace {

// "#1 0x55 in Uppercase::dataReceived(...) /path/uppercase.hpp:14:9"
struct Frame {
    std::string function;
    std::string file;
    std::string line;
};

std::string_view fileName(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

// Uppercase::dataReceived, without parameters and template arguments.
std::string shortFunction(std::string_view function) {
    const auto end = function.find('(', 1);
    auto name = std::string(function.substr(0, end));
    for (auto open = name.find('<'); open != std::string::npos;
         open = name.find('<', open + 2)) {
        int depth = 0;
        auto close = open;
        do {
            if (name[close] == '<') ++depth;
            if (name[close] == '>') --depth;
        } while (depth > 0 && ++close < name.size());
        if (close >= name.size()) break;
        name.replace(open, close - open + 1, "<>");
    }
    return name;
}

std::optional<Frame> parseFrame(std::string_view line) {
    const auto hash = line.find_first_not_of(' ');
    if (hash == std::string_view::npos || line[hash] != '#') return {};
    const auto in = line.find(" in ");
    const auto path = line.rfind(" /");
    if (in == std::string_view::npos || path == std::string_view::npos ||
        path < in + 4) {
        return Frame{};
    }
    const auto place = line.substr(path + 1);
    const auto colon = place.find(':');
    if (colon == std::string_view::npos) return Frame{};
    const auto number = place.substr(colon + 1);
    return Frame{shortFunction(line.substr(in + 4, path - in - 4)),
                 std::string(place.substr(0, colon)),
                 std::string(number.substr(0, number.find(':')))};
}

bool isLearners(const Frame& frame) {
    const auto has = [&](std::string_view text) {
        return frame.file.find(text) != std::string::npos;
    };
    return (has("/exercises/") || has("/solutions/")) &&
           !has("/exercises/support/") && !has("_check.cpp");
}

std::string told(const Frame& frame) {
    return std::string(fileName(frame.file)) + ":" + frame.line + "  " +
           frame.function;
}

bool isHeadline(std::string_view line) {
    return line.find("ERROR: AddressSanitizer") != std::string_view::npos ||
           line.find("ERROR: LeakSanitizer") != std::string_view::npos ||
           line.find("ERROR: ThreadSanitizer") != std::string_view::npos ||
           line.find("WARNING: ThreadSanitizer") != std::string_view::npos ||
           line.find(": runtime error: ") != std::string_view::npos;
}

// "==12==ERROR: AddressSanitizer: heap-use-after-free on address 0x60 at pc"
// becomes "AddressSanitizer: heap-use-after-free".
std::string headline(std::string_view line) {
    if (line.find(": runtime error: ") != std::string_view::npos) {
        return std::string(fileName(line.substr(0, line.find(' ')))) +
               std::string(line.substr(line.find(' ')));
    }
    for (const std::string_view before : {"ERROR: ", "WARNING: "}) {
        const auto at = line.find(before);
        if (at == std::string_view::npos) continue;
        line.remove_prefix(at + before.size());
        break;
    }
    for (const std::string_view after :
         {" on address 0x", " on unknown address", " on 0x", ": 0x",
          " (pid=", " 0x"}) {
        line = line.substr(0, line.find(after));
    }
    return std::string(line);
}

// The lines that say what the stack under them is.
std::optional<std::string> heading(std::string_view line) {
    static constexpr std::array<std::string_view, 8> kStarts = {
        "READ of size",         "WRITE of size", "freed by",
        "previously allocated", "allocated by",  "Direct leak",
        "Indirect leak",        "Previous "};
    const auto from = line.find_first_not_of(' ');
    if (from == std::string_view::npos) return {};
    line.remove_prefix(from);
    for (const auto start : kStarts) {
        if (!line.starts_with(start)) continue;
        for (const std::string_view noise :
             {" at 0x", " thread T", " by thread", " here:"}) {
            line = line.substr(0, line.find(noise));
        }
        return std::string(line);
    }
    return {};
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

}  // namespace

bool findLeaks() {
#if defined(__SANITIZE_ADDRESS__) && defined(__linux__)
    return __lsan_do_recoverable_leak_check() != 0;
#else
    return false;
#endif
}

std::size_t heapInUse() {
#ifdef __SANITIZE_ADDRESS__
    return __sanitizer_get_current_allocated_bytes();
#else
    return 0;
#endif
}

Output partOutput(const std::string& output) {
    Output parts;
    bool reporting = false;
    for (const auto& line : linesOf(output)) {
        const bool rule = line.starts_with("=====");
        reporting = reporting || isHeadline(line);
        if (reporting) {
            parts.report += line + "\n";
        } else if (!rule && !line.starts_with("AddressSanitizer:DEADLY")) {
            parts.printed += line + "\n";
        }
    }
    return parts;
}

std::string shortened(const std::string& report) {
    constexpr int kFrames = 4;
    std::string text;
    std::string pending;  // a heading is kept if a frame follows it
    int shown = 0;
    int left = 0;
    for (const auto& line : linesOf(report)) {
        if (const auto frame = parseFrame(line)) {
            if (!isLearners(*frame) || shown == kFrames) {
                ++left;
                continue;
            }
            if (!pending.empty()) text += "  " + pending + "\n";
            pending.clear();
            text += "    " + told(*frame) + "\n";
            ++shown;
        } else if (isHeadline(line)) {
            text += headline(line) + "\n";
        } else if (const auto next = heading(line)) {
            pending = *next;
            shown = 0;
        }
    }
    if (left > 0) {
        text += "  (" + std::to_string(left) +
                " frames of other code left out: add --no-fork to see them)\n";
    }
    return text;
}

std::string firstPlace(const std::string& report) {
    for (const auto& line : linesOf(report)) {
        const auto frame = parseFrame(line);
        if (frame && isLearners(*frame)) {
            return std::string(fileName(frame->file)) + ":" + frame->line;
        }
    }
    return {};
}

}  // namespace untwist::check
