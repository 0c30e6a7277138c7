#include "wrap.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <span>
#include <vector>

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

// Where the bar is in a compiler's "   12 | code" and "      | ^~~~"; else
// npos. What a check quotes begins "  | ", further left.
std::size_t barOf(std::string_view line) {
    const auto bar = line.find_first_not_of(" 0123456789");
    return bar > 5 && bar < 10 && line[bar] == '|' ? bar
                                                   : std::string_view::npos;
}

// A row below quoted code, with carets or with what to write instead.
bool isBelowCode(std::string_view line) {
    const auto bar = barOf(line);
    return bar != std::string_view::npos && line.find_first_not_of(' ') == bar;
}

// The part of a text between two columns.
std::string_view part(std::string_view text, std::size_t begin,
                      std::size_t end) {
    const auto byteAt = [&](std::size_t column) {
        std::size_t byte = 0;
        while (byte < text.size() &&
               columnsOf(text.substr(0, byte + 1)) <= column)
            ++byte;
        return byte;
    };
    return text.substr(byteAt(begin), byteAt(end) - byteAt(begin));
}

// Cuts quoted code and the rows below it alike, so that a caret that points at
// something still does, and is seen.
void cutCode(std::string& out, std::span<const std::string_view> rows,
             std::size_t width) {
    const std::size_t gutter = barOf(rows[0]) + 2;
    const std::size_t room = width - std::min(width, gutter);
    std::size_t caret = 0;
    for (const std::string_view row : rows.subspan(1))
        if (const auto at = row.find('^'); at != std::string_view::npos)
            caret = at - gutter;
    const std::string dots = "...";
    const bool isFar = caret + dots.size() >= room;
    const std::size_t begin = isFar ? caret - room / 2 : 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool isCode = i == 0;
        if (!isCode) out += '\n';
        const std::string_view row = rows[i];
        const auto code = row.substr(std::min(row.size(), gutter));
        const bool goesOn = isCode && columnsOf(code) > begin + room;
        const std::string before = isCode && begin > 0 ? dots : "";
        const std::string behind = goesOn ? dots : "";
        out += row.substr(0, gutter);
        out += before;
        out += part(code, begin + before.size(), begin + room - behind.size());
        out += behind;
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
    std::vector<std::string_view> lines;
    for (auto end = text.find('\n'); end != std::string_view::npos;
         end = text.find('\n')) {
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    lines.push_back(text);
    std::string out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0) out += '\n';
        if (barOf(lines[i]) == std::string_view::npos) {
            wrapLine(out, lines[i], indent, width);
            continue;
        }
        const std::size_t begin = i;
        while (i + 1 < lines.size() && isBelowCode(lines[i + 1])) ++i;
        cutCode(out, std::span(lines).subspan(begin, i + 1 - begin), width);
    }
    return out;
}

}  // namespace untwist::tools
