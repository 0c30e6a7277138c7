// Building with a CMake of our own that only tells what it was asked.
#include "build.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <stdexcept>
#include <string>

#include "process.hpp"
#include "temporary_folder.hpp"

using untwist::tools::Build;
using untwist::tools::TemporaryFolder;

namespace {

// A course whose cmake appends its arguments to a file "calls" and configures
// as the real one does; `building` is what it runs to build.
class Course : public TemporaryFolder {
  public:
    explicit Course(const std::string& building = "exit 0") {
        if (const char* path = std::getenv("PATH")) path_ = path;
        untwist::tools::watchSignals();
        const std::string root = path().string();
        writeScript("bin/cmake",
                    "cd '" + root + "'; echo \"$*\" >>calls\n" +
                        "if [ $1 = --build ]; then " + building + "; fi\n" +
                        "mkdir -p build/$2; touch build/$2/build.ninja\n"
                        "echo \"CMAKE_HOME_DIRECTORY:INTERNAL=$PWD\" "
                        ">build/$2/CMakeCache.txt\n");
        setenv("PATH", (root + "/bin:" + path_).c_str(), 1);
    }
    ~Course() { setenv("PATH", path_.c_str(), 1); }

  private:
    std::string path_;
};

}  // namespace

TEST_CASE("the first build configures, the next does not") {
    const Course course;
    Build build(course.path(), "dev");
    CHECK(build.make({"03-echo"}, "03-echo"));
    CHECK(course.read("calls").starts_with("--preset dev -S "));
    std::filesystem::remove(course.path() / "calls");
    CHECK(build.make({"03-echo"}, "03-echo"));
    CHECK(course.read("calls").starts_with("--build "));
    CHECK(course.read("calls").find(" --target 03-echo ") != std::string::npos);
}

TEST_CASE("dev is configured with the generator and compiler of the tool") {
    const Course course;
    course.write("build/release/CMakeCache.txt",
                 "CMAKE_CXX_COMPILER:FILEPATH=/opt/g++\n"
                 "CMAKE_GENERATOR:INTERNAL=Unix Makefiles\n");
    CHECK(Build(course.path(), "dev").make({"all"}, "all"));
    CHECK(course.read("calls").find(
              "-G Unix Makefiles -DCMAKE_CXX_COMPILER=/opt/g++\n") !=
          std::string::npos);
}

TEST_CASE("a course that was moved is configured again") {
    const Course course;
    course.write("build/dev/build.ninja", "");
    course.write("build/dev/CMakeCache.txt",
                 "CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n");
    CHECK(Build(course.path(), "dev").make({"all"}, "all"));
    CHECK(course.read("calls").starts_with("--preset dev"));
}

TEST_CASE("what the build printed is in the log, and a failure is told") {
    const Course course("echo 'a.cpp:1:1: error: wrong'; exit 1");
    Build build(course.path(), "dev");
    CHECK(!build.make({"03-echo"}, "03-echo"));
    CHECK(course.read("build/dev/untwist-build.log") ==
          "a.cpp:1:1: error: wrong\n");
}

TEST_CASE("a build folder that cannot be made is an error that names it") {
    const Course course;
    course.write("build", "a file in the way");
    CHECK_THROWS_WITH_AS(Build(course.path(), "dev").make({"all"}, "all"),
                         doctest::Contains("cannot write to"),
                         std::runtime_error);
}
