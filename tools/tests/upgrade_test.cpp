// ./untwist upgrade from a folder or an archive.
#include <doctest/doctest.h>

#include <cstdlib>

#include "diary.hpp"
#include "staged.hpp"
#include "two_courses.hpp"
#include "upgrade_plan.hpp"

namespace fs = std::filesystem;
namespace tools = untwist::tools;

using tools::Diary;
using tools::Outcome;
using tools::TwoCourses;

namespace {

std::string newerIn(const TwoCourses& courses) {
    return (courses.path() / "newer").string();
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the course becomes the newer one, and the answers stay") {
    const TwoCourses courses;
    courses.answer("one");
    courses.answer("two");
    const Outcome outcome = courses.upgrade(newerIn(courses));
    CAPTURE(outcome.told);
    CHECK(courses.answerTo("one") == "my one\n");
    CHECK(courses.answerTo("two") == "my two\n");
    CHECK(courses.isUpgraded());
    CHECK(contains(outcome.told, "new chapters: 04-x\n"));
    CHECK(contains(outcome.told, "new exercises: 3/more\n"));
    CHECK(contains(outcome.told, "exercises gone: 3/gone\n"));
    CHECK(contains(outcome.told, "another stub, your answer stays: 3/one\n"));
    CHECK(contains(outcome.told, "to be checked again: 3/one, 3/two\n"));
    CHECK_FALSE(fs::exists(tools::stagingFolder(courses.path() / "mine")));
}

TEST_CASE("a stub that nobody has touched becomes the newer stub") {
    const TwoCourses courses;
    courses.upgrade(newerIn(courses));
    CHECK(courses.answerTo("one") == "new stub\n");
    CHECK(courses.isUpgraded());
}

TEST_CASE("what is done is to be shown again where the check has changed") {
    const TwoCourses courses;
    courses.answer("one");
    courses.answer("two");
    Diary(courses.course().state).add("03-echo/two", "passed");
    const Outcome outcome = courses.upgrade(newerIn(courses));
    // It ends as the newer course's ./untwist, which here prints its words.
    CHECK(contains(outcome.told, "\ncheck --all 3/one 3/two\n"));
    const auto entries = Diary(courses.course().state).entries();
    REQUIRE(entries.size() == 2);
    CHECK(entries[1].exercise == "03-echo/two");
    CHECK(entries[1].event == "changed");
}

TEST_CASE("an answer to an exercise that is gone is kept, and it is told") {
    const TwoCourses courses;
    courses.answer("gone");
    const Outcome outcome = courses.upgrade(newerIn(courses));
    CHECK(contains(outcome.told, "Your answers to what is gone: "));
    CHECK(contains(courses.backup(), ".hpp: my gone\n"));
    CHECK_FALSE(fs::exists(courses.path() / "mine/exercises/03-echo/gone"));
}

TEST_CASE("whatever is replaced or gone was put aside before") {
    const TwoCourses courses;
    courses.write("mine/README.md", "with my notes\n");
    const Outcome outcome = courses.upgrade(newerIn(courses));
    CHECK(courses.read("mine/README.md") == "the same\n");
    CHECK(contains(courses.backup(), "/README.md: with my notes\n"));
    CHECK(contains(courses.backup(), "/docs/old.md: old\n"));
    CHECK(contains(outcome.told, "What is replaced or gone: "));
}

TEST_CASE("the learner's own folders, and notes beside an answer, stay") {
    const TwoCourses courses;
    courses.write("mine/notes/a.txt", "mine\n");
    courses.write("mine/exercises/03-echo/one/notes.md", "mine\n");
    courses.write("mine/.untwist/diary", "");
    courses.upgrade(newerIn(courses));
    CHECK(courses.read("mine/notes/a.txt") == "mine\n");
    CHECK(courses.read("mine/exercises/03-echo/one/notes.md") == "mine\n");
    CHECK(fs::exists(courses.path() / "mine/.untwist/diary"));
}

TEST_CASE("a dry run tells the same and changes nothing") {
    const TwoCourses courses;
    courses.answer("one");
    const std::string before = courses.everything();
    const Outcome outcome = courses.upgrade(newerIn(courses), true);
    CHECK(outcome.exitCode == 0);
    CHECK(contains(outcome.told, "Would take the course from "));
    CHECK(contains(outcome.told, "new exercises: 3/more\n"));
    CHECK(contains(outcome.told, "Nothing was changed.\n"));
    CHECK(courses.everything() == before);
    CHECK(courses.backup().empty());
    CHECK(Diary(courses.course().state).entries().empty());
}

TEST_CASE("the second time there is nothing to do") {
    const TwoCourses courses;
    courses.answer("two");
    courses.upgrade(newerIn(courses));
    const std::string backup = courses.backup();
    const Outcome again = courses.upgrade(newerIn(courses));
    CHECK(again.exitCode == 0);
    CHECK(again.told.starts_with("Nothing to do: this course is as new as "));
    CHECK(courses.backup() == backup);
}

TEST_CASE("an archive will do, with the course in a folder or without") {
    for (const char* inside : {"newer", "."}) {
        CAPTURE(inside);
        const TwoCourses courses;
        const std::string archive =
            (courses.path() / "a course.tar.gz").string();
        const std::string from =
            courses.path().string() + (inside[0] == '.' ? "/newer" : "");
        REQUIRE(std::system(
                    ("tar -czf '" + archive + "' -C '" + from + "' " + inside)
                        .c_str()) == 0);
        courses.answer("one");
        courses.upgrade(archive);
        CHECK(courses.isUpgraded());
        CHECK(fs::exists(courses.path() / "mine/docs/new.md"));
    }
}

TEST_CASE("answers in the newer course are not taken for stubs") {
    const TwoCourses courses;
    courses.write("newer/exercises/03-echo/more/more.hpp", "a solution\n");
    courses.upgrade(newerIn(courses));
    CHECK(courses.answerTo("more") == "stub\n");
}

TEST_CASE("what is no course is refused in one line, and nothing is changed") {
    const TwoCourses courses;
    courses.write("text", "no archive\n");
    const std::string before = courses.everything();
    const auto refusal = [&](const std::string& source) {
        const Outcome outcome =
            courses.upgrade((courses.path() / source).string());
        CHECK(outcome.exitCode == 99);
        CHECK(courses.everything() == before);
        return outcome.told;
    };
    CHECK(contains(refusal("text"), "is no archive that tar can unpack"));
    CHECK(contains(refusal("newer/docs"), "there is no course in "));
    CHECK(contains(refusal("nowhere"), "there is no file or folder "));
    CHECK(contains(refusal("mine"), "that is this course itself"));
    CHECK(contains(courses.upgrade("").told, "is no git clone"));
}

TEST_CASE("cut short before it is ready, it has changed nothing") {
    const TwoCourses courses;
    const std::string before = courses.everything();
    courses.write("mine/.untwist", "where nothing can be put aside\n");
    const Outcome outcome = courses.upgrade(newerIn(courses));
    CHECK(contains(outcome.told, "cannot write "));
    CHECK(courses.everything() == before);
    CHECK_FALSE(tools::putInPlace(courses.path() / "mine"));
}

TEST_CASE("cut short in the middle, it goes on where it was") {
    const TwoCourses courses;
    courses.answer("one");
    const fs::path mine = courses.path() / "mine";
    tools::stage(mine, tools::planUpgrade(mine, newerIn(courses)));
    // Somebody put a folder where a file has to go: what moves first is moved.
    fs::create_directories(mine / "docs/new.md/x");
    CHECK_THROWS_WITH_AS(tools::putInPlace(mine),
                         doctest::Contains("goes on with the next"),
                         std::runtime_error);
    CHECK_FALSE(courses.isUpgraded());
    fs::remove_all(mine / "docs/new.md");
    CHECK(tools::putInPlace(mine));
    CHECK(courses.isUpgraded());
    CHECK(courses.answerTo("one") == "my one\n");
    CHECK_FALSE(tools::putInPlace(mine));
}
