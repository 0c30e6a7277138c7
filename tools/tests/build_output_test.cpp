#include "build_output.hpp"

#include <doctest/doctest.h>

using untwist::tools::cacheEntry;
using untwist::tools::isOfLibrary;
using untwist::tools::isOfStaleHeader;
using untwist::tools::progressOf;

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

TEST_CASE("Clang complains of a precompiled header that no longer fits") {
    CHECK(isOfStaleHeader(
        "fatal error: file '/usr/include/stdio.h' has been modified since the "
        "precompiled header '/a/dev/cmake_pch.hxx.pch' was built"));
    CHECK(isOfStaleHeader(
        "error: PCH file built from a different branch (a) than the compiler "
        "(b)"));
    CHECK(isOfStaleHeader(
        "error: PCH file uses an older PCH format that is no longer "
        "supported"));
    CHECK(
        !isOfStaleHeader("note: please rebuild precompiled header "
                         "'/a/dev/cmake_pch.hxx.pch'"));
    CHECK(!isOfStaleHeader("x.hpp:3:1: error: unknown type name 'pch'"));
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
