// The commands that know the learner, on a course of two exercises.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "commands.hpp"
#include "diary.hpp"
#include "mistake.hpp"
#include "printed.hpp"
#include "temporary_folder.hpp"

using untwist::tools::Catalogue;
using untwist::tools::Course;
using untwist::tools::Diary;
using untwist::tools::Mistake;
using untwist::tools::TemporaryFolder;

namespace fs = std::filesystem;
namespace tools = untwist::tools;

namespace {

const Catalogue kCatalogue{
    {"03-echo", "Echo", false, {"main"}, {"uppercase", "count-bytes"}}};

const std::string kOwn = "exercises/03-echo/uppercase/uppercase.hpp";

class Learner : public TemporaryFolder {
  public:
    Learner() {
        write(kOwn, "my answer\n");
        write("exercises/03-echo/uppercase/hints.md",
              "# Hints\n\n## 1\n\nthe idea\n\n## 2\n\nlook there\n");
        write("solutions/03-echo/uppercase/stub.hpp", "the stub\n");
    }

    Course course() const { return {path(), kCatalogue, path() / ".untwist"}; }
    void note(const std::string& exercise, const std::string& event) const {
        Diary(course().state).add("03-echo/" + exercise, event);
    }

    // What a command prints.
    template <class F>
    static std::string told(F command) {
        return tools::printed(command);
    }
    std::string home() const {
        return told([&] { tools::home(course()); });
    }
    std::string hint(bool again = false) const {
        return told([&] { tools::hint(course(), "uppercase", again); });
    }
    std::string goTo(const std::string& exercise) const {
        return told([&] { tools::goTo(course(), exercise); });
    }
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the first time there is a welcome, then how far one is") {
    const Learner learner;
    CHECK(contains(learner.home(), "Welcome"));
    CHECK(contains(learner.home(), "./untwist run 1"));
    CHECK_FALSE(contains(learner.home(), "Next:"));  // one step is enough
    learner.note("uppercase", "failed");
    const auto tried = learner.home();
    CHECK_FALSE(contains(tried, "Welcome"));
    CHECK(contains(tried, "0 of 2, 1 tried"));
    CHECK(contains(tried, "Next: 3/uppercase."));
    CHECK(contains(tried, kOwn));
    learner.note("uppercase", "passed");
    CHECK(contains(learner.home(), "1 of 2 exercises done."));
    CHECK(contains(learner.home(), "Next: 3/count-bytes."));
    learner.note("count-bytes", "passed");
    CHECK(contains(learner.home(), "You have done every exercise there is."));
}

TEST_CASE("each hint says the next one, and the last says so") {
    const Learner learner;
    const auto first = learner.hint();
    CHECK(contains(first, "hint 1 of 2\n\nthe idea\n"));
    CHECK_FALSE(contains(first, "look there"));
    CHECK(contains(learner.hint(true), "the idea"));
    CHECK(contains(learner.hint(), "hint 2 of 2\n\nlook there\n"));
    CHECK(contains(learner.hint(), "hint 2 of 2\n\nlook there\n"));
    CHECK(Diary(learner.course().state).entries().size() == 2);
}

TEST_CASE("a hint names its exercise where that is not the current one") {
    const Learner learner;
    CHECK(contains(learner.hint(), "More: ./untwist hint\n"));
    learner.note("uppercase", "reset");
    learner.goTo("count-bytes");
    CHECK(contains(learner.hint(), "More: ./untwist hint 3/uppercase\n"));
}

TEST_CASE("the last hint leads to the reference, which may be seen by then") {
    const Learner learner;
    learner.hint();
    CHECK(contains(learner.hint(), "./untwist diff 3/uppercase --anyway\n"));
    learner.note("uppercase", "passed");
    CHECK(contains(learner.hint(), "./untwist diff 3/uppercase\n"));
}

TEST_CASE("reset puts the stub back, and the answer can be had again") {
    const Learner learner;
    learner.note("uppercase", "passed");
    const auto told =
        Learner::told([&] { tools::reset(learner.course(), "uppercase"); });
    CHECK(learner.read(kOwn) == "the stub\n");
    const auto command = told.substr(told.find("cp "));
    CHECK(std::system(command.c_str()) == 0);
    CHECK(learner.read(kOwn) == "my answer\n");
    CHECK(contains(learner.home(), "0 of 2 exercises done."));
}

TEST_CASE("reset of what is as it came keeps nothing, and knows the answer") {
    const Learner learner;
    const auto reset = [&] {
        return Learner::told(
            [&] { tools::reset(learner.course(), "uppercase"); });
    };
    const auto first = reset();
    const auto again = reset();
    CHECK(contains(again, kOwn + " is as it came already.\n"));
    CHECK(again.substr(again.find("cp ")) == first.substr(first.find("cp ")));
    learner.write(kOwn, "another\n");
    const auto another = reset();
    CHECK(another.substr(another.find("cp ")) !=
          first.substr(first.find("cp ")));
    fs::remove_all(learner.course().state);
    CHECK_FALSE(contains(reset(), "cp "));
}

TEST_CASE("what cannot be put back is left as it is") {
    const Learner learner;
    learner.write(".untwist", "a file, where a folder should be");
    try {
        tools::reset(learner.course(), "uppercase");
        FAIL("it was reset");
    } catch (const std::runtime_error& error) {
        CHECK(contains(error.what(), "not reset: "));
    }
    CHECK(learner.read(kOwn) == "my answer\n");
}

TEST_CASE("the reference is shown when the answer has passed, not before") {
    const Learner learner;
    learner.note("uppercase", "failed");
    try {
        tools::diff(learner.course(), "uppercase", false);
        FAIL("it was shown");
    } catch (const Mistake& mistake) {
        CHECK(contains(mistake.what(), "--anyway"));
    }
}

TEST_CASE("where a teacher left the references out, diff says so") {
    const Learner learner;
    const auto here = std::filesystem::current_path();
    CHECK_THROWS_WITH_AS(tools::diff(learner.course(), "uppercase", true),
                         doctest::Contains("without the reference answers"),
                         Mistake);
    std::filesystem::current_path(here);
}

TEST_CASE("goto goes there, next goes on") {
    const Learner learner;
    CHECK(contains(learner.goTo("count-bytes"), "Next: 3/count-bytes."));
    CHECK(contains(learner.goTo(""), "Next: 3/uppercase."));
}

TEST_CASE("goto goes to what is done, too, until that has passed once more") {
    const Learner learner;
    learner.note("uppercase", "passed");
    CHECK(contains(learner.goTo("uppercase"), "Next: 3/uppercase."));
    learner.note("uppercase", "failed");
    CHECK(contains(learner.home(), "Next: 3/uppercase."));
    learner.note("uppercase", "passed");
    CHECK(contains(learner.home(), "Next: 3/count-bytes."));
    learner.goTo("uppercase");
    CHECK(contains(learner.goTo(""), "Next: 3/count-bytes."));
    learner.note("count-bytes", "passed");
    CHECK(contains(learner.goTo("uppercase"), "Next: 3/uppercase."));
}

TEST_CASE("the list can be cut down to a chapter or a state") {
    const Learner learner;
    learner.note("uppercase", "failed");
    const auto list = [&](const std::string& wanted) {
        return Learner::told([&] { tools::list(learner.course(), wanted); });
    };
    CHECK(contains(list(""), "3/count-bytes"));
    CHECK(contains(list("tried"), "3/uppercase"));
    CHECK_FALSE(contains(list("tried"), "3/count-bytes"));
    CHECK(contains(list("tried"), "03-echo"));
    CHECK_FALSE(contains(list("done"), "03-echo"));
    CHECK(contains(list("done"), "No exercise is done.\n"));
    CHECK(contains(list("echo"), "3/count-bytes"));
    CHECK_THROWS_AS(tools::list(learner.course(), "99"), Mistake);
}

TEST_CASE("a summary tells checks and hints, for a program as JSON") {
    const Learner learner;
    learner.note("uppercase", "failed");
    learner.note("uppercase", "hint");
    learner.note("uppercase", "passed");
    const auto json =
        Learner::told([&] { tools::summary(learner.course(), true); });
    CHECK(contains(json, "\"exercise\": \"03-echo/uppercase\""));
    CHECK(contains(json, "\"checks\": 2"));
    CHECK(contains(json, "\"hints\": 1"));
    const auto table =
        Learner::told([&] { tools::summary(learner.course(), false); });
    CHECK(contains(table, "3/uppercase                 done"));
}
