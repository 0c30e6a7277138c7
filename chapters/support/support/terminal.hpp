// What the reader's terminal can show.
#pragma once

namespace untwist::support {

struct TextStyle {
    int columns = 80;
    bool unicode = true;  // else plain ASCII
    bool colour = false;  // else no escape sequences at all
};

// The style for standard output. Columns are the terminal's, 30 to 120, or 80
// into a file or pipe. Unicode if the locale says UTF-8; colour on a terminal
// that is not "dumb", unless NO_COLOR is set.
TextStyle terminalStyle();

}  // namespace untwist::support
