// Text that fits the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace untwist::tools {

// Columns of the terminal that standard output is; else of COLUMNS; else 80.
// At least 20.
std::size_t outputWidth();

// How many columns a text takes: a letter of UTF-8 is one, escape sequences
// (bold, links) are none.
std::size_t columnsOf(std::string_view text);

// Breaks lines between words where they would be longer than `width`. What goes
// on in a new line is indented as the line's text is, behind a number or a
// label too, and at least by `indent`. A word that is too long stays whole: it
// may be a path to copy. Code that a compiler quotes is not broken but cut, and
// the rows of carets below it alike.
std::string wrapped(std::string_view text, std::size_t indent = 0,
                    std::size_t width = outputWidth());

}  // namespace untwist::tools
