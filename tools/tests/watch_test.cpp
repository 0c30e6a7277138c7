// ./untwist watch, as someone at a terminal has it: saves, keys, Ctrl-C.
#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <string>
#include <thread>

#include "diary.hpp"
#include "fake_course.hpp"
#include "person.hpp"
#include "support/program.hpp"

using untwist::support::Program;
using untwist::tools::FakeCourse;
using untwist::tools::kBroken;
using untwist::tools::kRight;
using untwist::tools::kTakesForEver;
using untwist::tools::kWrong;
using untwist::tools::Person;

namespace {

constexpr const char* kKeys = "Keys: n next, h hint, l list";

class Learner : public FakeCourse {
  public:
    Person watches(std::size_t columns = 80) const {
        return Person({UNTWIST_TOOL, "watch"},
                      {"UNTWIST_COURSE=" + path().string()}, columns);
    }

    void waitFor(const std::string& file) const {
        while (!std::filesystem::exists(path() / file))
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }

    void waitForEntries(std::size_t count) const {
        while (untwist::tools::Diary(path() / ".untwist").entries().size() <
               count)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }

    std::string diary() const { return read(".untwist/diary"); }
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("watch checks at once, and again at each save") {
    Learner learner;
    learner.answer("one", kWrong);
    Person person = learner.watches();
    person.sees("FAIL  03-echo: 1 of 2 cases does not pass");
    person.sees("3/one: 1 case does not pass (");
    person.sees(kKeys);
    learner.answer("one", kBroken);
    person.sees("error: no such thing");
    person.sees("3/one: does not compile (");
    CHECK(!contains(person.screen(), "FAIL"));
    learner.answer("one", kRight);
    person.sees("3/one: passed (");
    CHECK(contains(person.screen(), "PASS  03-echo: 1 case"));
}

TEST_CASE("an editor that saves by renaming is noticed, too") {
    Learner learner;
    learner.answer("one", kWrong);
    Person person = learner.watches();
    person.sees("3/one: 1 case does not pass (");
    const auto folder = learner.path() / "exercises" / "03-echo" / "one";
    learner.write("exercises/03-echo/one/.one.hpp.swp", kRight);
    std::filesystem::rename(folder / ".one.hpp.swp", folder / "one.hpp");
    person.sees("3/one: passed (");
}

TEST_CASE("a file that is gone for a moment is no save") {
    Learner learner;
    learner.answer("one", kWrong);
    Person person = learner.watches();
    person.sees("3/one: 1 case does not pass (");
    std::filesystem::remove(learner.path() / "exercises/03-echo/one/one.hpp");
    person.types("h");  // it goes on: keys and the file are looked at in turn
    person.sees("hint 1 of 3");
    learner.answer("one", kRight);
    person.sees("3/one: passed (");
}

TEST_CASE("a save during a build cancels it and starts again") {
    Learner learner;
    learner.answer("one", kTakesForEver);
    Person person = learner.watches();
    learner.waitFor("building");
    learner.answer("one", kRight);
    person.sees("3/one: passed (");
    CHECK(contains(learner.diary(), "passed"));
    CHECK(!contains(learner.diary(), "failed"));
}

TEST_CASE("the keys: hint, list, run again, next, quit") {
    Learner learner;
    learner.answer("one", kWrong);
    Person person = learner.watches();
    person.sees("3/one: 1 case does not pass (");
    person.types("h");
    person.sees("3/one, hint 1 of 3");
    CHECK(contains(person.screen(), "More: press h again"));
    CHECK(contains(person.screen(), "FAIL  03-echo"));
    person.types("H");
    person.sees("3/one, hint 2 of 3");
    person.types("l");
    person.sees("3/three");
    CHECK(contains(person.screen(), "FAIL  03-echo"));
    CHECK(!contains(person.screen(), "hint 2 of 3"));
    person.types("r");
    person.types("n");
    person.sees("exercises/03-echo/two/README.md");
    CHECK(!contains(person.screen(), "FAIL  03-echo"));
    person.types("q");
    CHECK(person.seesTheEnd() == 0);
    CHECK(person.terminalIsAsItWas());
}

TEST_CASE("n goes on only when it is pressed, and r checks again") {
    Learner learner;
    learner.answer("one", kRight);
    learner.answer("two", kWrong);
    Person person = learner.watches();
    person.sees("Press n to go on");
    person.sees("3/one: passed (");
    person.types("n");
    person.sees("3/two: 1 case does not pass (");
    person.sees("You slipped.");
    person.types("r");
    learner.waitForEntries(4);  // passed, goto, failed, failed
    person.types("r");
    person.sees("Press h for a hint.");  // the third failure
}

TEST_CASE("an arrow key is no letter") {
    Learner learner;
    learner.answer("one", kRight);
    Person person = learner.watches();
    person.sees("3/one: passed (");
    person.types("\033[n\033Oq");
    person.types("h");
    person.sees("3/one, hint 1 of 3");
}

TEST_CASE("Ctrl-C in the middle of a build ends all of it at once") {
    Learner learner;
    learner.answer("one", kTakesForEver);
    std::array<int, 2> ends{};
    REQUIRE(pipe(ends.data()) == 0);  // whoever is left keeps ends[1] open
    Person person = learner.watches();
    close(ends[1]);
    learner.waitFor("building");
    person.types(Person::kCtrlC);
    CHECK(person.seesTheEnd() == 128 + SIGINT);
    CHECK(person.terminalIsAsItWas());
    char byte = 0;
    CHECK(read(ends[0], &byte, 1) == 0);
    close(ends[0]);
    CHECK(learner.diary() == "");
}

TEST_CASE("kill leaves the terminal as it was") {
    Learner learner;
    learner.answer("one", kRight);
    Person person = learner.watches();
    person.sees(kKeys);
    CHECK(!person.terminalIsAsItWas());
    person.signals(SIGTERM);
    CHECK(person.seesTheEnd() == 128 + SIGTERM);
    CHECK(person.terminalIsAsItWas());
}

TEST_CASE("at another width it draws anew, and breaks lines between words") {
    Learner learner;
    learner.answer("one", kWrong);
    Person person = learner.watches();
    person.sees(kKeys);
    person.resizes(40, 24);
    person.sees("FAIL  03-echo: 1 of 2 cases does not\n      pass\n");
    person.sees("Keys: n next, h hint, l list, r run\nagain, q quit");
    person.resizes(120, 30);
    person.sees("FAIL  03-echo: 1 of 2 cases does not pass\n");
}

TEST_CASE("a progress that cannot be kept is said, and the verdict is told") {
    Learner learner;
    learner.answer("one", kRight);
    learner.write(".untwist", "a file in the way");
    Person person = learner.watches();
    person.sees("3/one: passed (");
}

TEST_CASE("without a terminal it tells each verdict, and knows no keys") {
    Learner learner;
    learner.answer("one", kWrong);
    Program program({UNTWIST_TOOL, "watch"},
                    {"UNTWIST_COURSE=" + learner.path().string()});
    program.readUntil("3/one: 1 case does not pass (");
    learner.answer("one", kRight);
    program.readUntil("3/one: passed (");
    program.signal(SIGINT);
    CHECK(program.wait() == 128 + SIGINT);
    CHECK(!contains(program.output(), "\033"));
    CHECK(!contains(program.output(), "Keys"));
}
