#include "names.hpp"

#include <doctest/doctest.h>

#include "mistake.hpp"

using untwist::tools::Catalogue;
using untwist::tools::editDistance;
using untwist::tools::ExerciseName;
using untwist::tools::findExercise;
using untwist::tools::findProgram;
using untwist::tools::Mistake;

namespace {

const Catalogue kCourse{
    {"01-three-models", "Waiting", true, {"main"}, {"fetch-all", "order"}},
    {"03-echo", "Echo", false, {"main", "asio-callbacks"}, {"count-bytes"}},
    {"12-coroutines", "Again", false, {"main"}, {"order"}},
};

std::string mistake(auto find, const char* typed) {
    try {
        find(kCourse, typed);
    } catch (const Mistake& caught) {
        return caught.what();
    }
    return "no mistake";
}

}  // namespace

TEST_CASE("a chapter is found by its number, its name, or its short name") {
    for (const char* typed : {"3", "03", "echo", "03-echo"}) {
        CAPTURE(typed);
        CHECK(findProgram(kCourse, typed).target() == "03-echo");
    }
    CHECK(findProgram(kCourse, "12").target() == "12-coroutines");
}

TEST_CASE("a twin is found behind the slash, with hyphens or underscores") {
    CHECK(findProgram(kCourse, "3/asio-callbacks").target() ==
          "03-echo-asio-callbacks");
    CHECK(findProgram(kCourse, "echo/asio_callbacks").target() ==
          "03-echo-asio-callbacks");
    CHECK(findProgram(kCourse, "3/main").target() == "03-echo");
}

TEST_CASE(
    "an exercise is found with its chapter, or alone if it is the only "
    "one of its name") {
    for (const char* typed :
         {"3/count-bytes", "03-echo/count-bytes", "echo/count_bytes",
          "count-bytes", "3/count-bytes/", "exercises/03-echo/count-bytes",
          "./exercises/03-echo/count-bytes/count_bytes.hpp"}) {
        CAPTURE(typed);
        const ExerciseName name = findExercise(kCourse, typed);
        CHECK(name.target() == "check-03-echo-count-bytes");
        CHECK(name.file() == "exercises/03-echo/count-bytes/count_bytes.hpp");
    }
    CHECK(mistake(findExercise, "order") ==
          "\"order\" is in several chapters: 01-three-models/order or "
          "12-coroutines/order");
}

TEST_CASE("a slip is answered with the nearest names") {
    CHECK(mistake(findProgram, "ecko") ==
          "there is no chapter \"ecko\"; did you mean 03-echo?");
    CHECK(mistake(findProgram, "coro") ==
          "there is no chapter \"coro\"; did you mean 12-coroutines?");
    CHECK(mistake(findProgram, "3/asio-calbacks") ==
          "there is no program \"3/asio-calbacks\"; did you mean "
          "3/asio-callbacks?");
    CHECK(mistake(findExercise, "3/count-byte") ==
          "there is no exercise \"3/count-byte\"; did you mean "
          "3/count-bytes?");
    CHECK(mistake(findExercise, "fetchall") ==
          "there is no exercise \"fetchall\"; did you mean 1/fetch-all?");
}

TEST_CASE("an exercise cannot be run; the command that checks it is given") {
    CHECK(mistake(findProgram, "3/count_bytes") ==
          "3/count-bytes is an exercise: ./untwist check 3/count-bytes");
    CHECK(mistake(findProgram, "count-bytes") ==
          "3/count-bytes is an exercise: ./untwist check 3/count-bytes");
}

TEST_CASE("a program without its chapter is answered with both") {
    CHECK(mistake(findProgram, "asio_callbacks") ==
          "\"asio_callbacks\" is a program of chapter 3: ./untwist run "
          "3/asio-callbacks");
}

TEST_CASE("a chapter's main program is offered as the chapter") {
    CHECK(mistake(findProgram, "3/zzzzzz") ==
          "there is no program \"3/zzzzzz\"; there are 3, 3/asio-callbacks");
    CHECK(mistake(findProgram, "12/foo") ==
          "there is no program \"12/foo\"; there is only 12");
}

TEST_CASE("a chapter in place of an exercise is answered with its own") {
    CHECK(mistake(findExercise, "1") ==
          "which exercise? chapter 1 has 1/fetch-all, 1/order");
    CHECK(mistake(findExercise, "1/zzzzzz") ==
          "there is no exercise \"1/zzzzzz\"; there are 1/fetch-all, 1/order");
}

TEST_CASE("a name like no other is answered with all of them") {
    CHECK(mistake(findProgram, "99") ==
          "there is no chapter \"99\"; there are 01-three-models, 03-echo, "
          "12-coroutines");
    CHECK(mistake(findProgram, "") ==
          "there is no chapter \"\"; there are 01-three-models, 03-echo, "
          "12-coroutines");
}

TEST_CASE("the edit distance counts a swap of neighbours as one slip") {
    CHECK(editDistance("echo", "echo") == 0);
    CHECK(editDistance("ehco", "echo") == 1);
    CHECK(editDistance("", "echo") == 4);
    CHECK(editDistance("run", "rnu!") == 2);
}
