#include "wrap.hpp"

#include <doctest/doctest.h>

#include "link.hpp"

using untwist::tools::columnsOf;
using untwist::tools::link;
using untwist::tools::linkTo;
using untwist::tools::wrapped;

TEST_CASE("a line is broken between words, and goes on indented") {
    CHECK(wrapped("one two three", 2, 9) == "one two\n  three");
    CHECK(wrapped("one two", 0, 7) == "one two");
    CHECK(wrapped("", 0, 7).empty());
}

TEST_CASE("lines, their indentation and the spaces within stay") {
    CHECK(wrapped("  a  b\n\n  c\n", 4, 40) == "  a  b\n\n  c\n");
    CHECK(wrapped("  aaa bbb", 4, 6) == "  aaa\n    bbb");
}

TEST_CASE("what goes on stands below the text of its line") {
    CHECK(wrapped("  one two", 0, 6) == "  one\n  two");
    CHECK(wrapped("  2. one two", 0, 10) == "  2. one\n     two");
    CHECK(wrapped(" ! one two three", 0, 10) == " ! one two\n   three");
    CHECK(wrapped("got   one two", 0, 12) == "got   one\n      two");
    // Where that leaves too little room it stands below the line's begin.
    CHECK(wrapped(" a label     one two", 0, 12) == " a label\n one two");
    CHECK(wrapped("expected  one two", 0, 14) == "expected  one\ntwo");
}

TEST_CASE("a word that is too long stays whole") {
    CHECK(wrapped("see exercises/03-echo/uppercase now", 0, 10) ==
          "see\nexercises/03-echo/uppercase\nnow");
}

TEST_CASE("quoted code is cut, with the carets still at their place") {
    const std::string row = "   12 | int number = readNumber(text, base);\n";
    const std::string below = "      |              ^~~~~~~~~~\n";
    CHECK(wrapped(row + below, 0, 60) == row + below);
    CHECK(wrapped(row + below, 0, 34) ==
          "   12 | int number = readNumber...\n"
          "      |              ^~~~~~~~~~\n");
    // Too far to the right: the code's begin is left out as well.
    CHECK(wrapped(row + below, 0, 22) ==
          "   12 | ...r = read...\n"
          "      |        ^~~~~~~\n");
    CHECK(wrapped("  | a check quotes", 0, 12) == "  | a check\n    quotes");
}

TEST_CASE("quoted code is cut between letters, not bytes") {
    CHECK(wrapped("    1 | \xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"
                  "\xc3\xbc\xc3\xbc\n",
                  0, 13) == "    1 | \xc3\xbc\xc3\xbc...\n");
}

TEST_CASE("letters are counted, not bytes, and no escape sequences") {
    CHECK(columnsOf("z\xc3\xbc") == 2);
    CHECK(columnsOf("\033[1mbold\033[0m") == 4);
    CHECK(columnsOf(linkTo("/a b", "file")) == 4);
    CHECK(columnsOf("\033") == 1);
    CHECK(columnsOf("\033[") == 0);
    CHECK(columnsOf("\033]8;;never ends") == 0);
}

TEST_CASE("a link names the file as a URL, and is text where nobody clicks") {
    CHECK(
        linkTo("/a b/c\xff.hpp", "c").find("/a%20b/c%FF.hpp\033\\c\033]8;;") !=
        std::string::npos);
    CHECK(link("/a", "c") == "c");  // a test's output is no terminal
}
