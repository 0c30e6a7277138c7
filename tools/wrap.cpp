#include "wrap.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>

namespace untwist::tools {

namespace {

constexpr std::size_t kNarrowest = 20;

// The length of the escape sequence that `text` begins with; 0 if none.
std::size_t escapeLength(std::string_view text) {
    if (text.size() < 2 || text[0] != '\033') return 0;
    if (text[1] == '[') {
        const auto end = text.find_first_not_of("0123456789;", 2);
        return std::min(end, text.size() - 1) + 1;
    }
    if (text[1] != ']') return 2;
    const auto end = text.find("\033\\", 2);
    return end == std::string_view::npos ? text.size() : end + 2;
}

// How much further than the line what goes on is indented: it stands below the
// text behind "2. ", "! ", and a label with a gap behind it, "expected  1".
std::size_t hangOf(std::string_view line) {
    const auto end = line.find(' ');
    const auto text = line.find_first_not_of(' ', end);
    if (text == std::string_view::npos) return 0;
    const std::string_view word = line.substr(0, end);
    const bool isNumber =
        word.ends_with('.') &&
        word.find_first_not_of("0123456789.") == std::string_view::npos;
    const bool isSign =
        word.size() == 1 && std::ispunct(static_cast<unsigned char>(word[0]));
    const bool isLabel = text > end + 1;
    return isNumber || isSign || isLabel ? columnsOf(line.substr(0, text)) : 0;
}

void wrapLine(std::string& out, std::string_view line, std::size_t indent,
              std::size_t width) {
    const auto first = std::min(line.find_first_not_of(' '), line.size());
    out += line.substr(0, first);
    line.remove_prefix(first);
    const std::size_t hang = first + hangOf(line);
    indent = std::max(indent, hang <= width / 2 ? hang : first);
    std::size_t column = first;
    bool isFirst = true;
    while (!line.empty()) {
        const auto space = std::min(line.find_first_not_of(' '), line.size());
        const auto end = std::min(line.find(' ', space), line.size());
        const auto word = line.substr(space, end - space);
        if (!isFirst && column + space + columnsOf(word) > width) {
            out += '\n' + std::string(indent, ' ');
            column = indent;
        } else {
            out += line.substr(0, space);
            column += space;
        }
        out += word;
        column += columnsOf(word);
        isFirst = false;
        line.remove_prefix(end);
    }
}

}  // namespace

std::size_t outputWidth() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return std::max<std::size_t>(size.ws_col, kNarrowest);
    const char* said = std::getenv("COLUMNS");
    const int count = said == nullptr ? 0 : std::atoi(said);
    return count > 0 ? std::max(static_cast<std::size_t>(count), kNarrowest)
                     : 80;
}

std::size_t columnsOf(std::string_view text) {
    std::size_t columns = 0;
    while (!text.empty()) {
        const auto escape = escapeLength(text);
        // The bytes of a letter but the first are 10xxxxxx.
        if (escape == 0 && (static_cast<unsigned char>(text[0]) & 0xC0) != 0x80)
            ++columns;
        text.remove_prefix(std::max<std::size_t>(escape, 1));
    }
    return columns;
}

std::string wrapped(std::string_view text, std::size_t indent,
                    std::size_t width) {
    std::string out;
    for (;;) {
        const auto end = text.find('\n');
        wrapLine(out, text.substr(0, end), indent, width);
        if (end == std::string_view::npos) return out;
        out += '\n';
        text.remove_prefix(end + 1);
    }
}

}  // namespace untwist::tools
