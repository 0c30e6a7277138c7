#include "build_output.hpp"

#include <algorithm>
#include <optional>

namespace untwist::tools {

namespace {

constexpr std::size_t kScreen = 20;

bool contains(std::string_view line, std::string_view part) {
    return line.find(part) != std::string_view::npos;
}

bool isError(std::string_view line) {
    return contains(line, " error: ") || contains(line, "CMake Error") ||
           contains(line, "undefined reference");
}

// Where a compiler's message starts: "In file included from ...", "file: In
// function ...", "file:12:3: error: ...". Its other lines are indented, or
// say which template or file led there.
bool startsMessage(const std::vector<std::string>& lines, std::size_t i) {
    const auto leadsOn = [](std::string_view line) {
        return line.starts_with("In file included from") ||
               contains(line, ": In ") || contains(line, "required from");
    };
    return isError(lines[i]) ||
           (leadsOn(lines[i]) && (i == 0 || !leadsOn(lines[i - 1])));
}

// A message is a range of lines.
struct Message {
    std::size_t begin;
    std::size_t end;
};

Message messageAround(const std::vector<std::string>& lines,
                      std::size_t error) {
    std::size_t begin = error;
    while (begin > 0 && !isError(lines[begin - 1]) &&
           (contains(lines[begin - 1], ": In ") ||
            contains(lines[begin - 1], "required from") ||
            contains(lines[begin - 1], "included from") ||
            contains(lines[begin - 1], "                 from ")))
        --begin;
    std::size_t end = error + 1;
    while (end < lines.size() && !startsMessage(lines, end) &&
           !lines[end].starts_with("ninja: ") && !lines[end].starts_with('[') &&
           !contains(lines[end], " warning: "))
        ++end;
    return {begin, end};
}

}  // namespace

std::string progressOf(std::string_view line) {
    if (!line.starts_with('[')) return {};
    const auto close = line.find("] ");
    if (close == std::string_view::npos) return {};
    const std::string_view text = line.substr(1, close - 1);
    const std::string_view rest = line.substr(close + 2);
    if (rest.starts_with("Built target")) return {};
    return std::string(text.substr(text.find_first_not_of(' ')));
}

bool isOfLibrary(std::string_view line) {
    return contains(line, " common/CMakeFiles/") ||
           contains(line, " common/lib") ||
           contains(line, " exercises/support/") ||
           contains(line, " chapters/support/");
}

std::string cacheEntry(std::string_view cache, std::string_view name) {
    std::size_t at = 0;
    while (at < cache.size()) {
        const std::size_t end = std::min(cache.find('\n', at), cache.size());
        const std::string_view line = cache.substr(at, end - at);
        if (line.starts_with(name) && line.size() > name.size() &&
            line[name.size()] == ':' && contains(line, "="))
            return std::string(line.substr(line.find('=') + 1));
        at = end + 1;
    }
    return {};
}

std::vector<std::string> firstError(const std::vector<std::string>& lines,
                                    std::string_view own) {
    std::optional<Message> first;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!isError(lines[i])) continue;
        const Message message = messageAround(lines, i);
        const bool isOwn =
            !own.empty() &&
            std::any_of(
                lines.begin() + static_cast<std::ptrdiff_t>(message.begin),
                lines.begin() + static_cast<std::ptrdiff_t>(message.end),
                [&](const std::string& line) { return contains(line, own); });
        if (isOwn || !first) first = message;
        if (isOwn || own.empty()) break;
    }
    if (!first) {
        const std::size_t tail = std::min<std::size_t>(lines.size(), 10);
        return {lines.end() - static_cast<std::ptrdiff_t>(tail), lines.end()};
    }
    const auto begin =
        lines.begin() + static_cast<std::ptrdiff_t>(first->begin);
    const std::size_t length = std::min(first->end - first->begin, kScreen);
    return {begin, begin + static_cast<std::ptrdiff_t>(length)};
}

bool failsOnlyInCheck(const std::vector<std::string>& lines,
                      const std::string& own) {
    const std::string check = own.substr(0, own.rfind(".hpp")) + "_check.cpp:";
    const auto isError = [](std::string_view line) {
        return contains(line, " error: ");
    };
    return std::ranges::any_of(lines, isError) &&
           std::ranges::all_of(lines, [&](std::string_view line) {
               return !isError(line) || contains(line, check);
           });
}

}  // namespace untwist::tools
