#include "support/transcript.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace untwist::support {

std::string withPort(std::string text, std::uint16_t port,
                     std::uint16_t standard) {
    const auto actual = std::to_string(port);
    const auto wanted = std::to_string(standard);
    for (const char before : {':', ' '}) {
        std::size_t at = 0;
        while ((at = text.find(before + actual, at)) != std::string::npos) {
            text.replace(at + 1, actual.size(), wanted);
            at += wanted.size();
        }
    }
    return text;
}

std::string transcript(const std::string& path, const std::string& printed) {
    if (std::getenv("UNTWIST_UPDATE_TRANSCRIPTS")) {
        std::ofstream(path, std::ios::binary) << printed;
    }
    std::ostringstream kept;
    std::ifstream file(path, std::ios::binary);
    if (!file) return "there is no " + path;
    kept << file.rdbuf();
    return kept.str();
}

}  // namespace untwist::support
