#include "terminal.hpp"

#include <doctest/doctest.h>

using std::chrono::seconds;
using untwist::tools::progressText;

TEST_CASE("progress has the count and the seconds behind the text") {
    CHECK(progressText("building 03-echo", "12/30", seconds(14), 79) ==
          "building 03-echo  12/30  14s");
    CHECK(progressText("building", "", seconds(0), 79) == "building  0s");
}

TEST_CASE("on a narrow terminal the text is cut and the figures stay") {
    CHECK(progressText("building exercises/03-echo", "12/30", seconds(14),
                       24) == "building exe  12/30  14s");
    CHECK(progressText("building", "12/30", seconds(14), 4).size() == 4);
    CHECK(progressText("building", "12/30", seconds(14), 0).empty());
}
