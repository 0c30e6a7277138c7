// What the chat rooms of this chapter let through: names, and text.
#pragma once

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string>

#include "untwist/bytes.hpp"

inline constexpr std::size_t kLongestLine = 400;  // bytes
inline constexpr std::size_t kLongestName = 16;

inline bool isName(const std::string& text) {
    const auto fits = [](unsigned char c) { return std::isalnum(c) != 0; };
    return !text.empty() && text.size() <= kLongestName &&
           std::ranges::all_of(text, fits);
}

// Without what a terminal would act on, and so without telnet's "\r" too.
inline std::string printable(untwist::Bytes line) {
    std::string text(line);
    std::erase_if(text, [](unsigned char c) { return std::iscntrl(c) != 0; });
    return text;
}
