// The checker of the texts' quotes, run on small courses.
#include <doctest/doctest.h>

#include <string>

#include "support/program.hpp"
#include "temporary_folder.hpp"

using untwist::support::Program;
using untwist::tools::TemporaryFolder;

namespace {

class Course : public TemporaryFolder {
  public:
    Course() {
        write("chapters/03-echo/main.cpp",
              "// #region echo\n"
              "    void f() {\n"
              "        // #region inner\n"
              "        g();\n"
              "        // #endregion\n"
              "    }\n"
              "// #endregion\n");
        write("chapters/03-echo/transcripts/echo.txt", "listening\n");
        std::filesystem::create_directories(path() / "exercises");
    }

    void writeText(const std::string& text) { write("docs/03-echo.md", text); }

    int check(const std::string& option = {}) {
        std::vector<std::string> argv{UNTWIST_SNIPPETS, path().string()};
        if (!option.empty()) argv.push_back(option);
        Program program(argv);
        const int exitCode = program.wait();
        output_ = program.output();
        return exitCode;
    }

    bool says(const std::string& text) const {
        return output_.find(text) != std::string::npos;
    }

  private:
    std::string output_;
};

const std::string kMark = "<!-- snippet: chapters/03-echo/main.cpp#echo -->\n";
const std::string kQuote = "```cpp\nvoid f() {\n    g();\n}\n```\n";

}  // namespace

TEST_CASE("a quote equals its region, without marks and common indentation") {
    Course course;
    course.writeText("# Echo\n\n" + kMark + kQuote + "\nText.\n");
    CHECK(course.check() == 0);
    CHECK(course.says("1 quotes in 1 texts, 0 mistakes"));
}

TEST_CASE("a quote that differs in one byte is found, and --write mends it") {
    Course course;
    const std::string right = kMark + kQuote;
    std::string wrong = right;
    wrong.replace(wrong.find("g()"), 3, "h()");
    course.writeText(wrong);
    CHECK(course.check() == 1);
    CHECK(course.says("docs/03-echo.md:2: differs from"));
    CHECK(course.check("--write") == 0);
    CHECK(course.read("docs/03-echo.md") == right);
}

TEST_CASE("a transcript is quoted whole") {
    Course course;
    const std::string mark =
        "<!-- transcript: chapters/03-echo/transcripts/echo.txt -->\n";
    course.writeText(mark + "```text\nlistening\n```\n");
    CHECK(course.check() == 0);
    course.writeText(mark + "```text\nlistening \n```\n");
    CHECK(course.check() == 1);
}

TEST_CASE("a missing region, file, fence or end is a mistake") {
    Course course;
    course.writeText("<!-- snippet: chapters/03-echo/main.cpp#gone -->\n" +
                     kQuote);
    CHECK(course.check() == 1);
    CHECK(course.says("no region gone"));
    course.writeText("<!-- snippet: chapters/03-echo/gone.cpp -->\n" + kQuote);
    CHECK(course.check("--write") == 1);
    CHECK(course.says("no such file"));
    course.writeText(kMark + "\n" + kQuote);
    CHECK(course.check() == 1);
    CHECK(course.says("no fence follows"));
    course.writeText(kMark + "```cpp\nvoid f() {\n");
    CHECK(course.check() == 1);
    CHECK(course.says("never ends"));
}

TEST_CASE("a mark with a slip does not turn the check off") {
    Course course;
    course.writeText("<!-- snippet:chapters/03-echo/main.cpp#echo -->\n" +
                     kQuote);
    CHECK(course.check() == 1);
    CHECK(course.says("not understood"));
}

TEST_CASE("a link to a file that is not there is a mistake") {
    Course course;
    course.writeText(
        "[the code](../chapters/03-echo/main.cpp), [a part](03-echo.md#part)\n"
        "[a site](https://example.com/x), [here](#part), ![gone](gone.svg)\n"
        "code is no link: `[](int n)`\n");
    CHECK(course.check() == 1);
    CHECK(course.says("docs/03-echo.md:2: there is no gone.svg\n"));
    CHECK(course.says("1 mistakes"));
}

TEST_CASE("a mark inside a fence is text") {
    Course course;
    course.writeText("````md\n" + kMark + "```\n````\n");
    CHECK(course.check() == 0);
}
