#include "support/terminal.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>

#include <sys/ioctl.h>
#include <unistd.h>

namespace untwist::support {
namespace {

std::string_view environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

// The locale's own order: LC_ALL beats LC_CTYPE beats LANG.
bool localeIsUtf8() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        std::string value(environment(name));
        if (value.empty()) continue;
        std::ranges::transform(value, value.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        });
        return value.find("utf-8") != std::string::npos ||
               value.find("utf8") != std::string::npos;
    }
    return false;
}

}  // namespace

TextStyle terminalStyle() {
    TextStyle style;
    style.unicode = localeIsUtf8();
    if (!isatty(STDOUT_FILENO)) return style;
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        style.columns = std::clamp<int>(size.ws_col, 30, 120);
    }
    style.colour =
        environment("NO_COLOR").empty() && environment("TERM") != "dumb";
    return style;
}

}  // namespace untwist::support
