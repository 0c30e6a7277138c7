#include "compile_error.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <regex>

#include "wrap.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t kScreen = 18;  // rows, and some for what stands around
constexpr std::size_t kWidth = 80;

bool contains(std::string_view line, std::string_view part) {
    return line.find(part) != std::string_view::npos;
}

bool isError(std::string_view line) {
    return contains(line, " error: ") || contains(line, "CMake Error") ||
           contains(line, "undefined reference") ||
           contains(line, "undefined symbol");
}

// "In file included from a.hpp:1," and "                 from b.cpp:2:"
bool isInclusion(std::string_view line) {
    return line.starts_with("In file included from") ||
           line.starts_with("                 from ");
}

// Leads to the error that follows: "a.hpp: In function 'f':", "required from".
bool leadsOn(std::string_view line) {
    return isInclusion(line) || contains(line, ": In ") ||
           contains(line, "required from") || contains(line, "required by");
}

bool isOfBuildTool(std::string_view line) {
    return line.starts_with("ninja: ") || line.starts_with('[') ||
           line.starts_with("make") || contains(line, " warning: ") ||
           line.ends_with(" generated.");  // "1 error generated.", by Clang
}

// A compiler's message: what leads to the error, the error, and what follows.
struct Message {
    Lines lines;
    std::size_t error;  // which of them it is
};

// The line of the file `own` that the message speaks of, or led to it.
std::optional<int> lineIn(const std::string& own, const Message& message) {
    for (const std::string& line : message.lines) {
        const auto at = line.find(own + ':');
        if (at == std::string::npos || isInclusion(line)) continue;
        const int number = std::atoi(line.c_str() + at + own.size() + 1);
        if (number > 0) return number;
    }
    return {};
}

std::vector<Message> messagesIn(const Lines& lines) {
    std::vector<Message> messages;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!isError(lines[i])) continue;
        std::size_t begin = i;
        while (begin > 0 && !isError(lines[begin - 1]) &&
               leadsOn(lines[begin - 1]))
            --begin;
        std::size_t end = i + 1;
        while (end < lines.size() && !isError(lines[end]) &&
               !leadsOn(lines[end]) && !isOfBuildTool(lines[end]))
            ++end;
        const auto at = [&](std::size_t place) {
            return lines.begin() + static_cast<std::ptrdiff_t>(place);
        };
        messages.push_back({Lines(at(begin), at(end)), i - begin});
    }
    return messages;
}

// What a static_assert of the library's says.
std::optional<std::string> assertionIn(const Message& message) {
    static const std::regex pattern(
        R"((include/untwist/|exercises/support/)\S* error: )"
        R"(static assertion failed(?: due to requirement '.*')?: (.*))");
    std::smatch match;
    if (!std::regex_search(message.lines[message.error], match, pattern))
        return {};
    return match[2];
}

std::string lineOf(const fs::path& file, int number) {
    std::ifstream in(file);
    std::string line;
    for (int i = 0; i < number; ++i) std::getline(in, line);
    return line;
}

Lines tellAssertion(const std::string& what, const std::string& own, int line,
                    const fs::path& root) {
    const std::string number = std::to_string(line);
    return {own + ':' + number + ": error: " + what,
            std::string(5 - std::min<std::size_t>(5, number.size()), ' ') +
                number + " | " + lineOf(root / own, line)};
}

// With the path of a file in the course as seen from there, whether the
// compiler was given it whole or as seen from the build folder, and with a
// string under the name that its reader gave it.
std::string plain(std::string line, const fs::path& root) {
    const std::vector<std::pair<std::string, std::string>> replacements{
        {root.string() + '/', ""},
        {"../../", ""},
        {"std::__cxx11::basic_string<char>", "std::string"},
        {" {aka 'std::string'}", ""},
        {" {aka \u2018std::string\u2019}", ""}};
    for (const auto& [from, to] : replacements) {
        for (auto at = line.find(from); at != std::string::npos;
             at = line.find(from))
            line.replace(at, from.size(), to);
    }
    return line;
}

Lines tell(const Message& message, const fs::path& root) {
    Lines told;
    std::size_t rows = 0;
    for (const std::string& line : message.lines) {
        if (isInclusion(line)) continue;
        told.push_back(plain(line, root));
        const std::string& last = told.back();
        rows += 1 + columnsOf(last) / kWidth;
        if (rows <= kScreen) continue;
        told.back() = "...";
        break;
    }
    return told;
}

}  // namespace

Lines firstError(const Lines& lines, const std::string& own,
                 const fs::path& root) {
    const std::vector<Message> messages = messagesIn(lines);
    if (messages.empty()) {
        const auto tail = std::min<std::ptrdiff_t>(std::ssize(lines), 10);
        return {lines.end() - tail, lines.end()};
    }
    const auto isOwn = [&](const Message& message) {
        return !own.empty() && lineIn(own, message);
    };
    const auto first = std::ranges::find_if(messages, isOwn);
    if (first == messages.end()) return tell(messages.front(), root);
    const int line = *lineIn(own, *first);
    for (const Message& message : messages) {
        const auto assertion = assertionIn(message);
        if (assertion && lineIn(own, message) == line)
            return tellAssertion(*assertion, own, line, root);
    }
    return tell(*first, root);
}

bool failsOnlyInCheck(const Lines& lines, const std::string& own) {
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
