#include "build_output.hpp"

#include <algorithm>

namespace untwist::tools {

namespace {

bool contains(std::string_view line, std::string_view part) {
    return line.find(part) != std::string_view::npos;
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

bool isOfStaleHeader(std::string_view line) {
    return contains(line, "error: ") &&
           (contains(line, ".pch'") || contains(line, "PCH file "));
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

}  // namespace untwist::tools
