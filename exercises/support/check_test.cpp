// The machinery of the checks, tried on a check that goes wrong in every way.
#include <doctest/doctest.h>

#include <string>

#include "misbehaving.hpp"

using namespace untwist::check;

namespace {

// Run once for all tests.
const Cases& cases() {
    static const Cases all(
        {"passes", "fails twice", "throws, after printing", "exits",
         "ends with _exit", "ends with quick_exit", "exits in a thread",
         "exits at exit", "is killed by a signal", "aborts", "kills its group",
         "throws in a destructor", "falls without end", "leaks",
         "prints a million bytes", "the last, passes as well"},
        "60");
    return all;
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool underAddressSanitizer = true;
#else
constexpr bool underAddressSanitizer = false;
#endif

}  // namespace

TEST_CASE("a case that goes wrong hides no other") {
    CHECK(cases().outcome("passes") == "passed");
    CHECK(cases().outcome("the last, passes as well") == "passed");
    CHECK(!cases().passed());
}

TEST_CASE("a case that hangs is ended, told, and hides no other") {
    const Cases both({"hangs", "the last, passes as well"}, "4");
    CHECK(both.outcome("hangs") == "hung");
    CHECK(contains(both.story("hangs"),
                   "still running after 4 s, in dataReceived of Endless, "
                   "given \"hello\\n\""));
    CHECK(both.outcome("the last, passes as well") == "passed");
}

TEST_CASE("of a failing case the first failure is told, with the steps") {
    CHECK(cases().outcome("fails twice") == "failed");
    const auto story = cases().story("fails twice");
    CHECK(contains(story, "1. I compare\n"));
    CHECK(contains(story, "which is  a\\n == b\n"));
    CHECK(!contains(story, "I never get told"));
}

TEST_CASE("an exception is told, and what was printed") {
    CHECK(cases().outcome("throws, after printing") == "failed");
    const auto story = cases().story("throws, after printing");
    CHECK(contains(story, "something broke"));
    CHECK(contains(story, "| so far so good\n"));
}

TEST_CASE("exit with code 0 in the middle of a case is no success") {
    for (const auto* name : {"exits", "ends with _exit", "ends with quick_exit",
                             "exits in a thread", "exits at exit"}) {
        CAPTURE(name);
        CHECK(cases().outcome(name) == "exited");
        CHECK(contains(cases().story(name), "exit(0) was called"));
    }
}

TEST_CASE("crashes are told as what they are") {
    for (const auto* name :
         {"is killed by a signal", "aborts", "kills its group",
          "throws in a destructor", "falls without end"}) {
        CAPTURE(name);
        CHECK(cases().outcome(name) == "crashed");
    }
    CHECK(contains(cases().story("aborts"), "1. I abort\n"));
    CHECK(contains(cases().story("kills its group"), "crashed (Killed)"));
}

TEST_CASE("with a sanitizer, more is known of a crash, and leaks are found") {
    if (!underAddressSanitizer) return;
    CHECK(contains(cases().story("falls without end"), "stack-overflow"));
    CHECK(contains(cases().story("throws in a destructor"),
                   "| terminate called"));
    CHECK(cases().outcome("leaks") == "leaked");
}

TEST_CASE("of endless output the end is kept") {
    const auto story = cases().story("prints a million bytes");
    CHECK(contains(story, "| the end\n"));
    CHECK(story.size() < 10'000);
}

TEST_CASE("--must-fail wants each named case to be there and to fail") {
    CHECK(run({"--limit", "60", "--must-fail", "fails twice"}).code == 0);
    CHECK(run({"--limit", "60", "--must-fail", "fails twice", "--must-fail",
               "exits"})
              .code == 0);
    CHECK(run({"--limit", "60", "--must-fail", "passes"}).code == 1);
    const auto unknown = run({"--must-fail", "no such case"});
    CHECK(unknown.code == 2);
    CHECK(contains(unknown.errors, "there is no case \"no such case\""));
}

TEST_CASE("a bad option gets one line and exit code 2") {
    CHECK(run({"--what"}).code == 2);
    CHECK(run({"--limit", "soon"}).code == 2);
    CHECK(run({"--json"}).code == 2);
}

TEST_CASE("the verdict is the first line") {
    const auto told = run({"--limit", "1"});
    CHECK(told.code == 1);
    CHECK(told.output.starts_with("FAIL  "));
    CHECK(contains(told.output, " cases do not pass\n"));
    CHECK(!contains(told.output, "\033"));
}
