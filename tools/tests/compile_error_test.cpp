// On what GCC and Clang print; the files in compile_errors are of real runs.
#include "compile_error.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

#include "temporary_folder.hpp"

using untwist::tools::failsOnlyInCheck;
using untwist::tools::firstError;
using untwist::tools::TemporaryFolder;

namespace {

using Lines = std::vector<std::string>;

const std::string kOwn = "exercises/10-deferred/chain/chain.hpp";

Lines linesOf(const std::string& name) {
    std::ifstream in(UNTWIST_SOURCE_DIR "/tools/tests/compile_errors/" + name);
    Lines lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

Lines from(const Lines& lines, std::ptrdiff_t begin, std::ptrdiff_t end) {
    return {lines.begin() + begin, lines.begin() + end};
}

}  // namespace

TEST_CASE("a static_assert of the library's wins over what is around it") {
    const TemporaryFolder course;
    course.write(kOwn, std::string(3, '\n') + "co_await number;\n" +
                           std::string(26, '\n') + "addCallback(f);\n");
    for (const std::string compiler : {"gcc", "clang"}) {
        CAPTURE(compiler);
        CHECK(
            firstError(linesOf(compiler + "-await.log"), kOwn, course.path()) ==
            Lines{kOwn + ":4: error: co_await takes the Deferred's result: "
                         "write co_await std::move(d)",
                  "    4 | co_await number;"});
        CHECK(firstError(linesOf(compiler + "-callback.log"), kOwn,
                         course.path()) ==
              Lines{kOwn + ":31: error: addCallback: the callback must take "
                           "the Deferred's value (and nothing if it is a "
                           "Deferred<void>)",
                    "   31 | addCallback(f);"});
    }
}

TEST_CASE("the learner's own first error comes before a later static_assert") {
    Lines log = linesOf("gcc-await.log");
    log.insert(log.begin(), "/course/" + kOwn + ":2:1: error: expected ';'");
    CHECK(firstError(log, kOwn, "/course") ==
          Lines{kOwn + ":2:1: error: expected ';'"});
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
    CHECK(firstError(log, "03-echo/uppercase/uppercase.hpp", "/course") ==
          from(log, 8, 11));
    CHECK(firstError(log, "", "/course") == from(log, 4, 8));
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
    CHECK(firstError(log, "uppercase.hpp", "/course") == from(log, 1, 5));
}

TEST_CASE("what Clang counts at the end is left out") {
    CHECK(firstError(
              {"x.hpp:2:1: error: expected ';'", "    y", "1 error generated.",
               "ninja: build stopped: subcommand failed."},
              "x.hpp",
              "/course") == Lines{"x.hpp:2:1: error: expected ';'", "    y"});
}

TEST_CASE("files of the course are named as seen from its folder") {
    for (const char* prefix : {"/the course/", "../../"}) {
        const Lines log{prefix + kOwn + ":1:1: error: in " + prefix + kOwn};
        CHECK(firstError(log, kOwn, "/the course") ==
              Lines{kOwn + ":1:1: error: in " + kOwn});
    }
}

TEST_CASE("a string has the name that its reader gave it") {
    CHECK(firstError({"a.cpp:1:1: error: 'std::string' {aka "
                      "'std::__cxx11::basic_string<char>'} is no "
                      "'vector<std::__cxx11::basic_string<char> >'"},
                     "", "/course") ==
          Lines{"a.cpp:1:1: error: 'std::string' is no "
                "'vector<std::string >'"});
}

TEST_CASE("a long message is cut to a screen") {
    Lines log{"a.cpp:1:1: error: long"};
    log.resize(200, "  candidate");
    const Lines shown = firstError(log, "", "/course");
    CHECK(shown.size() < 24);
    CHECK(shown.back() == "...");
    // Long lines take several rows.
    Lines wide{"a.cpp:1:1: error: wide"};
    wide.resize(200, std::string(400, 'x'));
    CHECK(firstError(wide, "", "/course").size() < 6);
}

TEST_CASE("without an error line the last lines are shown") {
    Lines log(30, "line");
    log.back() = "ninja: fatal: cannot open";
    const Lines shown = firstError(log, "", "/course");
    CHECK(shown.size() == 10);
    CHECK(shown.back() == "ninja: fatal: cannot open");
    CHECK(firstError({}, "", "/course").empty());
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
