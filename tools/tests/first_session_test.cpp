// A newcomer's first hour, in a copy of this course, at a terminal: what they
// type, what they see. docs/first-session.md quotes it.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include "person.hpp"
#include "support/transcript.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;

using untwist::support::transcript;
using untwist::tools::Person;
using untwist::tools::TemporaryFolder;

namespace {

const fs::path kCourse = UNTWIST_SOURCE_DIR;

// With the same times, and the same depth of stack, as every other run.
std::string steady(const std::string& text) {
    static const std::regex time(R"(\d\d:\d\d:\d\d, took \d+\.\d s)");
    static const std::regex frames(R"(\(\d+ frames)");
    return std::regex_replace(
        std::regex_replace(text, time, "10:20:30, took 0.5 s"), frames,
        "(29 frames");
}

class Newcomer {
  public:
    Newcomer() {
        for (const auto& entry : fs::directory_iterator(kCourse)) {
            const std::string name = entry.path().filename();
            if (name == "build" || name.starts_with('.') ||
                name == "compile_commands.json")
                continue;
            fs::copy(entry.path(), copy_.path() / name,
                     fs::copy_options::recursive);
        }
        fs::copy(kCourse / ".clang-format", copy_.path());
    }

    // The command as typed, and what the screen shows of it.
    std::string types(const std::string& command) const {
        Person person = at(command, 200);
        person.patience = std::chrono::minutes(10);  // the first one builds
        const int code = person.seesTheEnd();
        CHECK((code == 0 || code == 1));
        return "$ " + command + '\n' + steady(person.screen()) + "\n\n";
    }

    // At a terminal that shows so many rows.
    Person at(const std::string& command, std::size_t rows = 24) const {
        const std::string folder = copy_.path().string();
        return Person({"bash", "-c", "cd '" + folder + "' && exec " + command},
                      {}, 80, rows);
    }

    // An answer is written: the solution, or a wrong one.
    void saves(const std::string& exercise, const std::string& answer) const {
        const std::string name = fileOf(exercise);
        const fs::path from =
            answer == "solution" ? name : "wrong/" + answer + ".hpp";
        fs::copy_file(kCourse / "solutions" / exercise / from,
                      copy_.path() / "exercises" / exercise / name,
                      fs::copy_options::overwrite_existing);
    }

  private:
    static std::string fileOf(const std::string& exercise) {
        std::string name = fs::path(exercise).filename().string() + ".hpp";
        std::ranges::replace(name, '-', '_');
        return name;
    }

    TemporaryFolder copy_;
};

std::string kept(const std::string& name, const std::string& screen) {
    return transcript((kCourse / "docs" / "transcripts" / name).string(),
                      screen);
}

// Without the lines "    ! the server gets ...": how far the threads get before
// the program ends is another at each run.
std::string withoutRemarks(const std::string& screen) {
    return std::regex_replace(screen, std::regex("    ! [^\n]*\n"), "");
}

}  // namespace

TEST_CASE("from a fresh copy to the third exercise") {
    const Newcomer newcomer;
    std::string seen = newcomer.types("./untwist");
    CHECK(seen == kept("welcome.txt", seen));

    seen = newcomer.types("./untwist check");
    CHECK(seen == kept("first-check.txt", seen));

    newcomer.saves("01-three-models/fetch-all", "never_joined");
    seen = withoutRemarks(newcomer.types("./untwist check"));
    seen += newcomer.types("./untwist hint");
    CHECK(seen == kept("wrong-answer.txt", seen));

    newcomer.saves("01-three-models/fetch-all", "solution");
    seen = newcomer.types("./untwist check");
    CHECK(seen == kept("right-answer.txt", seen));

    Person watching = newcomer.at("./untwist watch");
    watching.sees("1/order-of-events: ");
    newcomer.saves("01-three-models/order-of-events", "first_in_the_list");
    watching.sees("Likely cause");
    seen = steady(watching.screen()) + '\n';
    CHECK(seen == kept("watch.txt", seen));
    newcomer.saves("01-three-models/order-of-events", "solution");
    watching.sees("1/order-of-events: passed");
    watching.types("n");
    watching.sees("2/dispatch: ");
    newcomer.saves("02-poll-reactor/dispatch", "solution");
    watching.sees("2/dispatch: passed");
    watching.types("q");
    CHECK(watching.seesTheEnd() == 0);

    seen = newcomer.types("./untwist");
    CHECK(seen == kept("three-done.txt", seen));
}
