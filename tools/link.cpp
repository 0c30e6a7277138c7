#include "link.hpp"

#include <unistd.h>

#include <array>
#include <cctype>
#include <cstdlib>

namespace untwist::tools {

namespace {

// A terminal passes over an OSC that it does not know; the console of Linux
// prints it.
bool knowsLinks() {
    const char* kind = std::getenv("TERM");
    if (kind == nullptr || isatty(STDOUT_FILENO) != 1) return false;
    const std::string_view terminal(kind);
    return terminal != "dumb" && terminal != "linux";
}

std::string asUrl(const std::filesystem::path& path) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::array<char, 256> host{};
    gethostname(host.data(), host.size() - 1);
    std::string url = std::string("file://") + host.data();
    for (const char c : std::filesystem::absolute(path).string()) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 &&
            (std::isalnum(byte) != 0 ||
             std::string_view("/._-+~").find(c) != std::string_view::npos)) {
            url += c;
        } else {
            url += {'%', kDigits[byte / 16], kDigits[byte % 16]};
        }
    }
    return url;
}

}  // namespace

std::string linkTo(const std::filesystem::path& path, std::string_view text) {
    return "\033]8;;" + asUrl(path) + "\033\\" + std::string(text) +
           "\033]8;;\033\\";
}

std::string link(const std::filesystem::path& path, std::string_view text) {
    return knowsLinks() ? linkTo(path, text) : std::string(text);
}

}  // namespace untwist::tools
