#include "screen.hpp"

#include <doctest/doctest.h>

using untwist::tools::Screen;

TEST_CASE("text goes on at the right edge, and the top scrolls away") {
    Screen screen(4, 2);
    screen.write("abcdefgh\r\nij");
    CHECK(screen.text() == "efgh\nij");
}

TEST_CASE("a line is written over, wiped, and the screen is") {
    Screen screen(10, 3);
    screen.write("one\r\ntwo\rTH");
    CHECK(screen.text() == "one\nTHo");
    screen.write("\r\033[Kx");
    CHECK(screen.text() == "one\nx");
    screen.write("\033[H\033[2Jnew");
    CHECK(screen.text() == "new");
}

TEST_CASE("colours and links are not seen, even when they come in pieces") {
    Screen screen(20, 2);
    screen.write("\033[1mbo");
    screen.write("ld\033[");
    screen.write("0m \033]8;;file://x\033\\link\033]8;;\033\\");
    CHECK(screen.text() == "bold link");
}
