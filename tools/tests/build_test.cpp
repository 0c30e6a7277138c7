// Building with a CMake of our own that only tells what it was asked.
#include "build.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "process.hpp"
#include "temporary_folder.hpp"

using untwist::Deferred;
using untwist::Reactor;
using untwist::tools::Build;
using untwist::tools::react;
using untwist::tools::TemporaryFolder;

namespace {

// A course whose cmake appends its arguments to a file "calls" and configures
// as the real one does; `building` is what it runs to build.
class Course : public TemporaryFolder {
  public:
    explicit Course(const std::string& building = "exit 0") {
        if (const char* path = std::getenv("PATH")) path_ = path;
        const std::string root = path().string();
        writeScript("bin/cmake",
                    "cd '" + root + "'; echo \"$*\" >>calls\n" +
                        "if [ $1 = --build ]; then " + building + "; fi\n" +
                        "[ $1 = --preset ] || exit 0\n"
                        "mkdir -p build/$2; touch build/$2/build.ninja\n"
                        "echo \"CMAKE_HOME_DIRECTORY:INTERNAL=$PWD\" "
                        ">build/$2/CMakeCache.txt\n");
        setenv("PATH", (root + "/bin:" + path_).c_str(), 1);
    }
    ~Course() { setenv("PATH", path_.c_str(), 1); }

    // Builds `target`; whether that worked. What there is to say if not is in
    // `explanation`.
    bool make(const std::string& target, const std::string& preset = "dev",
              const std::string& option = {}) {
        bool built = false;
        react([&](Reactor& reactor) -> Deferred<int> {
            Build build(reactor, path(), preset, option);
            const std::vector<std::string> targets{target};
            built = co_await build.make(targets, target);
            if (!built) explanation = build.explanation();
            co_return 0;
        });
        return built;
    }

    std::string explanation;

  private:
    std::string path_;
};

}  // namespace

TEST_CASE("the first build configures, the next does not") {
    Course course;
    CHECK(course.make("03-echo"));
    CHECK(course.read("calls").starts_with("--preset dev -S "));
    std::filesystem::remove(course.path() / "calls");
    CHECK(course.make("03-echo"));
    CHECK(course.read("calls").starts_with("--build "));
    CHECK(course.read("calls").find(" --target 03-echo\n") !=
          std::string::npos);
}

TEST_CASE("dev is configured with the generator and compiler of the tool") {
    Course course;
    course.write("build/release/CMakeCache.txt",
                 "CMAKE_CXX_COMPILER:FILEPATH=/opt/g++\n"
                 "CMAKE_GENERATOR:INTERNAL=Unix Makefiles\n");
    CHECK(course.make("all"));
    CHECK(course.read("calls").find(
              "-G Unix Makefiles -DCMAKE_CXX_COMPILER=/opt/g++\n") !=
          std::string::npos);
}

TEST_CASE("the launcher may have chosen another compiler for dev") {
    Course course;
    course.write("build/release/CMakeCache.txt",
                 "CMAKE_CXX_COMPILER:FILEPATH=/opt/g++\n"
                 "UNTWIST_CHECK_COMPILER:FILEPATH=/opt/clang++\n");
    CHECK(course.make("all"));
    CHECK(course.read("calls").find(" -DCMAKE_CXX_COMPILER=/opt/clang++\n") !=
          std::string::npos);
    std::filesystem::remove(course.path() / "calls");
    CHECK(course.make("all", "tsan"));
    CHECK(course.read("calls").find(" -DCMAKE_CXX_COMPILER=/opt/g++\n") !=
          std::string::npos);
}

TEST_CASE("an option is set once, in the configuration that there is") {
    Course course;
    const std::string dev = (course.path() / "build/dev").string();
    CHECK(course.make("all"));
    std::filesystem::remove(course.path() / "calls");
    CHECK(course.make("all", "dev", "WRONG"));
    CHECK(course.read("calls").starts_with("-DWRONG=ON " + dev + "\n--build"));
    course.write("build/dev/CMakeCache.txt",
                 "CMAKE_HOME_DIRECTORY:INTERNAL=" + course.path().string() +
                     "\nWRONG:BOOL=ON\n");
    std::filesystem::remove(course.path() / "calls");
    CHECK(course.make("all", "dev", "WRONG"));
    CHECK(course.read("calls").starts_with("--build"));
}

TEST_CASE("a course that was moved is configured again") {
    Course course;
    course.write("build/dev/build.ninja", "");
    course.write("build/dev/CMakeCache.txt",
                 "CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n");
    CHECK(course.make("all"));
    CHECK(course.read("calls").starts_with("--preset dev"));
}

TEST_CASE("what the build printed is in the log, and a failure is told") {
    Course course("echo 'a.cpp:1:1: error: wrong'; exit 1");
    CHECK(!course.make("03-echo"));
    CHECK(course.read("build/dev/untwist-build.log") ==
          "a.cpp:1:1: error: wrong\n");
    CHECK(course.explanation.starts_with(
        "building 03-echo failed\n\na.cpp:1:1: error: wrong\n"));
    CHECK(course.explanation.find("The whole log: ") != std::string::npos);
}

TEST_CASE("a precompiled header that no longer fits is made anew, once") {
    Course course(
        "if [ -e build/dev/a/h.pch ]; then echo \"fatal error: file 'x' has "
        "been modified since the precompiled header '/y/h.pch' was built\"; "
        "exit 1; fi; exit 0");
    course.write("build/dev/a/h.pch", "");
    CHECK(course.make("03-echo"));

    Course broken("echo try >>tries; echo \"error: bad '/y/h.pch'\"; exit 1");
    CHECK(!broken.make("03-echo"));
    CHECK(broken.read("tries") == "try\ntry\n");
}

TEST_CASE("where Ninja builds, it is started itself") {
    Course course;
    const std::string root = course.path().string();
    course.writeScript("bin/ninja",
                       "echo \"$*\" >'" + root + "/ninja-calls'\n");
    course.write("build/dev/build.ninja", "");
    course.write("build/dev/CMakeCache.txt",
                 "CMAKE_HOME_DIRECTORY:INTERNAL=" + root +
                     "\nCMAKE_MAKE_PROGRAM:FILEPATH=" + root + "/bin/ninja\n");
    CHECK(course.make("03-echo"));
    CHECK(course.read("ninja-calls").starts_with("-C " + root + "/build/dev"));
    CHECK(course.read("ninja-calls").ends_with(" 03-echo\n"));
    CHECK(course.read("calls") == "");
}

TEST_CASE("two builds of one folder take turns") {
    Course course(
        "mkdir busy || echo both >>trouble; sleep 0.05; rmdir busy; exit 0");
    course.make("first");  // it configures
    react([&](Reactor& reactor) -> Deferred<int> {
        Build one(reactor, course.path(), "dev");
        Build two(reactor, course.path(), "dev");
        const std::vector<std::string> targets{"all"};
        std::vector<Deferred<bool>> both{one.make(targets, "one"),
                                         two.make(targets, "two")};
        const auto built = co_await gatherResults(std::move(both));
        CHECK(built == std::vector<bool>{true, true});
        co_return 0;
    });
    CHECK(course.read("trouble") == "");
}

TEST_CASE("a build that is cancelled ends, and then the next one begins") {
    Course course(
        "if [ -e one ]; then touch two; else touch one; sleep 600; fi; exit 0");
    react([&](Reactor& reactor) -> Deferred<int> {
        Build build(reactor, course.path(), "dev");
        const std::vector<std::string> targets{"all"};
        Deferred<bool> first = build.make(targets, "first");
        first.addErrback([](const untwist::Failure& failure) {
            failure.trap<untwist::error::CancelledError>();
            return false;
        });
        while (!std::filesystem::exists(course.path() / "one"))
            co_await untwist::tools::later(reactor,
                                           std::chrono::milliseconds(5));
        first.cancel();
        Build again(reactor, course.path(), "dev");
        const bool built = co_await again.make(targets, "second");
        CAPTURE(again.explanation());
        CHECK(built);
        co_return 0;
    });
    CHECK(std::filesystem::exists(course.path() / "two"));
}

TEST_CASE("a build folder that cannot be made is an error that names it") {
    Course course;
    course.write("build", "a file in the way");
    CHECK_THROWS_WITH_AS(course.make("all"),
                         doctest::Contains("cannot write to"),
                         std::runtime_error);
}
