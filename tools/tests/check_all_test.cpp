// ./untwist check --all, with a CMake of our own: an answer is a shell script,
// which "compiles" unless it says so.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "commands.hpp"
#include "diary.hpp"
#include "fake_course.hpp"
#include "mistake.hpp"
#include "printed.hpp"
#include "schema.hpp"

namespace tools = untwist::tools;

using tools::Course;
using tools::Diary;
using tools::FakeCourse;
using tools::kBroken;
using tools::kRight;
using tools::kWrong;
using tools::misfit;
using tools::Mistake;

namespace {

// Three exercises; and a learner's answers.
class Class : public FakeCourse {
  public:
    // What it prints; the exit code is in `exitCode`.
    std::string check(const std::vector<std::string>& names = {},
                      const std::optional<std::string>& json = {}) {
        return tools::printed(
            [&] { exitCode = tools::checkAll(course(), names, json); });
    }

    int exitCode = -1;
};

std::string schemaOf(const std::string& what) {
    std::ostringstream text;
    text << std::ifstream(UNTWIST_SOURCE_DIR "/docs/" + what + ".schema.json")
                .rdbuf();
    return text.str();
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("all pass, and the exit code is 0; else it is 1") {
    Class learner;
    for (const char* name : {"one", "two", "three"})
        learner.answer(name, kRight);
    CHECK(contains(learner.check(), "3 of 3 pass.\n"));
    CHECK(learner.exitCode == 0);
    learner.answer("two", kWrong);
    CHECK(contains(learner.check(),
                   "FAIL  3/two: 1 of 2 cases; the first: \"another\"\n"));
    CHECK(learner.exitCode == 1);
}

TEST_CASE("an answer that does not compile is a result, and so is no answer") {
    Class learner;
    learner.answer("one", kBroken);
    learner.answer("two", kRight);
    const std::string told = learner.check();
    CHECK(contains(told, "FAIL  3/one: does not compile\n"));
    CHECK(contains(told, "PASS  3/two: 1 case\n"));
    CHECK(contains(told, "open  3/three: not tried yet\n"));
    CHECK(learner.exitCode == 1);
}

TEST_CASE("who ends the check early has no verdict, and has not passed") {
    Class learner;
    learner.answer("one", "#!/bin/sh\nexit 0\n");
    CHECK(contains(learner.check({"one"}), "without a verdict"));
    CHECK(learner.exitCode == 1);
}

TEST_CASE("chapters and exercises can be named, each is checked once") {
    Class learner;
    learner.answer("two", kRight);
    CHECK(contains(learner.check({"3/two", "two"}), "1 of 1 pass."));
    CHECK(learner.exitCode == 0);
    CHECK(contains(learner.check({"two", "echo"}), "1 of 3 pass."));
    CHECK(learner.exitCode == 1);
    CHECK_THROWS_AS(learner.check({"four"}), Mistake);
}

TEST_CASE("the results are as the schema says, whatever came") {
    Class learner;
    learner.answer("one", kBroken);
    learner.answer("two", kWrong);
    Diary(learner.course().state).add("03-echo/two", "hint");
    const std::string json = learner.check({}, "-");
    CHECK(misfit(schemaOf("results"), json).empty());
    CHECK(contains(json, "no such thing"));
    CHECK(contains(json, "1. alice connects\\n"));
    CHECK(contains(json, "You slipped.\\n"));
    CHECK(contains(json, "\"hints\": 1"));
    CHECK(misfit(schemaOf("results"), "{\"schema\": 1}") ==
          ": has no \"passed\"");
}

TEST_CASE("results go to a file, and what is told stays the same") {
    Class learner;
    learner.answer("one", kRight);
    const std::string file = (learner.path() / "results.json").string();
    const std::string told = learner.check({"one"});
    CHECK(learner.check({"one"}, file) == told);
    CHECK(learner.read("results.json") == learner.check({"one"}, "-"));
    CHECK_THROWS_WITH_AS(learner.check({"one"}, "two"),
                         doctest::Contains("put the exercises before it"),
                         Mistake);
    CHECK_THROWS_WITH_AS(learner.check({"one"}, "/no/such/folder/x.json"),
                         "cannot write /no/such/folder/x.json",
                         std::runtime_error);
}

TEST_CASE("the learner's state is put right, and no attempt is counted") {
    Class learner;
    learner.answer("one", kRight);
    learner.answer("two", kWrong);
    learner.check();
    learner.check();
    const auto entries = Diary(learner.course().state).entries();
    REQUIRE(entries.size() == 2);
    CHECK(entries[0].event == "passed");
    CHECK(entries[1].event == "failed");
}

TEST_CASE("a summary is as its schema says") {
    Class learner;
    Diary(learner.course().state).add("03-echo/two", "passed");
    const std::string json =
        tools::printed([&] { tools::summary(learner.course(), true); });
    CHECK(misfit(schemaOf("summary"), json).empty());
    CHECK(misfit(schemaOf("summary"), "[{}]") == "/0: has no \"exercise\"");
}
