#include "untwist/bytes.hpp"

namespace untwist {

namespace {

std::string escapedByte(unsigned char byte) {
    switch (byte) {
        case '\n':
            return "\\n";
        case '\r':
            return "\\r";
        case '\t':
            return "\\t";
        case '\0':
            return "\\0";
        case '\\':
            return "\\\\";
        case '"':
            return "\\\"";
        default:
            break;
    }
    if (byte >= 0x20 && byte < 0x7f) return {static_cast<char>(byte)};
    static constexpr std::string_view kDigits = "0123456789abcdef";
    return {'\\', 'x', kDigits[byte >> 4U], kDigits[byte & 15U]};
}

}  // namespace

std::string escaped(Bytes bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (const char byte : bytes) {
        text += escapedByte(static_cast<unsigned char>(byte));
    }
    return text;
}

}  // namespace untwist
