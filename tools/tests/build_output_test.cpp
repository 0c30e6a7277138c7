#include "build_output.hpp"

#include <doctest/doctest.h>

using untwist::tools::cacheEntry;
using untwist::tools::failsOnlyInCheck;
using untwist::tools::firstError;
using untwist::tools::isOfLibrary;
using untwist::tools::progressOf;

using Lines = std::vector<std::string>;

TEST_CASE("progress is read from Ninja's lines and from make's") {
    CHECK(progressOf("[12/30] Building CXX object a.o") == "12/30");
    CHECK(progressOf("[  4%] Building CXX object a.o") == "4%");
    CHECK(progressOf("[100%] Built target a") == "");
    CHECK(progressOf("ninja: no work to do.") == "");
    CHECK(progressOf("[unfinished") == "");
}

TEST_CASE("the library's part of a build is told from the learner's") {
    CHECK(isOfLibrary(
        "[2/9] Building CXX object common/CMakeFiles/untwist.dir/src/a.cpp.o"));
    CHECK(isOfLibrary("[3/9] Linking CXX static library common/libuntwist.a"));
    CHECK(isOfLibrary(
        "[4/9] Building CXX object "
        "exercises/support/CMakeFiles/untwist_check.dir/verdict.cpp.o"));
    CHECK(!isOfLibrary(
        "[8/9] Building CXX object exercises/03-echo/CMakeFiles/"
        "check-03-echo-uppercase.dir/uppercase/uppercase_check.cpp.o"));
}

TEST_CASE("errors in the check alone are told from the learner's own") {
    const std::string own = "exercises/03-echo/count-bytes/count_bytes.hpp";
    const std::string folder = "/x/exercises/03-echo/count-bytes/";
    Lines log{folder + "count_bytes_check.cpp:9:1: error: expected }",
              folder + "count_bytes.hpp:5:1: note: to match this {"};
    CHECK(failsOnlyInCheck(log, own));
    log.push_back(folder + "count_bytes.hpp:7:1: error: wrong");
    CHECK(!failsOnlyInCheck(log, own));
    CHECK(!failsOnlyInCheck({"ninja: no work to do."}, own));
}

TEST_CASE("the first error in the learner's own file comes before others") {
    const Lines log{
        "[1/3] Building CXX object check.o",
        "FAILED: check.o",
        "c++ -c check.cpp",
        "In file included from check.cpp:1:",
        "library.hpp: In function 'void f()':",
        "library.hpp:7:1: error: first",
        "    7 | x",
        "      | ^",
        "exercises/03-echo/uppercase/uppercase.hpp: In member function 'g':",
        "exercises/03-echo/uppercase/uppercase.hpp:12:3: error: second",
        "   12 |     y",
        "exercises/03-echo/uppercase/uppercase.hpp:13:3: error: third",
        "ninja: build stopped: subcommand failed.",
    };
    CHECK(firstError(log, "03-echo/uppercase/uppercase.hpp") ==
          Lines(log.begin() + 8, log.begin() + 11));
    CHECK(firstError(log, "") == Lines(log.begin() + 3, log.begin() + 8));
}

TEST_CASE(
    "an error in a library counts as the learner's if their line led "
    "there") {
    const Lines log{
        "other.cpp:1:1: error: other",
        "/usr/include/c++/12/string: In instantiation of 'f<int>':",
        "exercises/uppercase.hpp:9:5:   required from here",
        "/usr/include/c++/12/string:99:1: error: no match",
        "   99 | z",
    };
    CHECK(firstError(log, "uppercase.hpp") ==
          Lines(log.begin() + 1, log.end()));
}

TEST_CASE("a long message is cut to a screen") {
    Lines log{"a.cpp:1:1: error: long"};
    log.resize(200, "  candidate");
    CHECK(firstError(log, "").size() == 20);
}

TEST_CASE("without an error line the last lines are shown") {
    Lines log(30, "line");
    log.back() = "ninja: fatal: cannot open";
    const Lines shown = firstError(log, "");
    CHECK(shown.size() == 10);
    CHECK(shown.back() == "ninja: fatal: cannot open");
    CHECK(firstError({}, "").empty());
}

TEST_CASE("an entry of CMake's cache is found by its whole name") {
    const char* cache =
        "CMAKE_CXX_COMPILER_AR:FILEPATH=/usr/bin/ar\n"
        "CMAKE_CXX_COMPILER:FILEPATH=/usr/bin/c++\n"
        "CMAKE_GENERATOR:INTERNAL=Unix Makefiles\n";
    CHECK(cacheEntry(cache, "CMAKE_CXX_COMPILER") == "/usr/bin/c++");
    CHECK(cacheEntry(cache, "CMAKE_GENERATOR") == "Unix Makefiles");
    CHECK(cacheEntry(cache, "CMAKE") == "");
}
