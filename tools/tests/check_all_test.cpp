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
#include "mistake.hpp"
#include "printed.hpp"
#include "process.hpp"
#include "schema.hpp"
#include "temporary_folder.hpp"

namespace tools = untwist::tools;

using tools::Course;
using tools::Diary;
using tools::misfit;
using tools::Mistake;
using tools::TemporaryFolder;

namespace {

const std::string kCMake = R"sh(cd "$COURSE" || exit 9
if [ "$1" != --build ]; then
    mkdir -p build/dev; touch build/dev/build.ninja
    echo "CMAKE_HOME_DIRECTORY:INTERNAL=$PWD" >build/dev/CMakeCache.txt
    exit
fi
result=0
for target; do
    name=${target#check-03-echo-}
    [ "$name" = "$target" ] && continue
    answer=exercises/03-echo/$name/$name.hpp
    if grep -q 'does not compile' "$answer"; then
        echo "$answer:1:1: error: no such thing"
        result=1
        continue
    fi
    mkdir -p "build/dev/exercises/03-echo/$name"
    cp "$answer" "build/dev/exercises/03-echo/$name/check"
    chmod +x "build/dev/exercises/03-echo/$name/check"
done
exit $result
)sh";

const std::string kPass = R"(#!/bin/sh
cat >"$2" <<'END'
{"passed": true, "cases": [
  {"name": "a case", "outcome": "passed", "story": ""}]}
END
)";
const std::string kFail = R"(#!/bin/sh
cat >"$2" <<'END'
{"passed": false, "cases": [
  {"name": "a case", "outcome": "passed", "story": ""},
  {"name": "another", "outcome": "failed", "story": "1. alice connects\n"}]}
END
exit 1
)";

// Three exercises; and a learner's answers.
class Class : public TemporaryFolder {
  public:
    Class() {
        if (const char* path = std::getenv("PATH")) path_ = path;
        setenv("PATH", ((path() / "bin").string() + ':' + path_).c_str(), 1);
        setenv("COURSE", path().c_str(), 1);
        tools::watchSignals();
        writeScript("bin/cmake", kCMake);
        write("solutions/symptoms.json",
              R"({"03-echo/two": {"slip": {"failures": {"another": "failed"},
                                           "story": "00000000"}}})");
        write("solutions/03-echo/two/wrong/slip.hpp",
              "// Fails: another\n//\n// You slipped.\n");
        for (const char* name : {"one", "two", "three"}) {
            write("solutions/03-echo/" + std::string(name) + "/stub.hpp", "");
            answer(name, "");
        }
    }
    ~Class() {
        unsetenv("COURSE");
        setenv("PATH", path_.c_str(), 1);
    }

    void answer(const std::string& name, const std::string& text) const {
        write("exercises/03-echo/" + name + '/' + name + ".hpp", text);
    }
    Course course() const {
        return {path(),
                {{"03-echo", "Echo", false, {"main"}, {"one", "two", "three"}}},
                path() / ".untwist"};
    }
    // What it prints; the exit code is in `exitCode`.
    std::string check(const std::vector<std::string>& names = {},
                      const std::optional<std::string>& json = {}) {
        return tools::printed(
            [&] { exitCode = tools::checkAll(course(), names, json); });
    }

    int exitCode = -1;

  private:
    std::string path_;
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
        learner.answer(name, kPass);
    CHECK(contains(learner.check(), "3 of 3 pass.\n"));
    CHECK(learner.exitCode == 0);
    learner.answer("two", kFail);
    CHECK(contains(learner.check(),
                   "FAIL  3/two: 1 of 2 cases; the first: \"another\"\n"));
    CHECK(learner.exitCode == 1);
}

TEST_CASE("an answer that does not compile is a result, and so is no answer") {
    Class learner;
    learner.answer("one", "this does not compile");
    learner.answer("two", kPass);
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
    learner.answer("two", kPass);
    CHECK(contains(learner.check({"3/two", "two"}), "1 of 1 pass."));
    CHECK(learner.exitCode == 0);
    CHECK(contains(learner.check({"two", "echo"}), "1 of 3 pass."));
    CHECK(learner.exitCode == 1);
    CHECK_THROWS_AS(learner.check({"four"}), Mistake);
}

TEST_CASE("the results are as the schema says, whatever came") {
    Class learner;
    learner.answer("one", "this does not compile");
    learner.answer("two", kFail);
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
    learner.answer("one", kPass);
    const std::string file = (learner.path() / "results.json").string();
    CHECK(learner.check({"one"}, file) == learner.check({"one"}));
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
    learner.answer("one", kPass);
    learner.answer("two", kFail);
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
