#include "fake_course.hpp"

#include <cstdlib>

namespace untwist::tools {

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
    if grep -q 'takes for ever' "$answer"; then
        touch building
        sleep 600
    fi
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

}  // namespace

const std::string kRight = R"(#!/bin/sh
echo "PASS  03-echo: 1 case"
cat >"$2" <<'END'
{"passed": true, "cases": [
  {"name": "a case", "outcome": "passed", "story": ""}]}
END
)";

const std::string kWrong = R"(#!/bin/sh
echo "FAIL  03-echo: 1 of 2 cases does not pass"
cat >"$2" <<'END'
{"passed": false, "cases": [
  {"name": "a case", "outcome": "passed", "story": ""},
  {"name": "another", "outcome": "failed", "story": "1. alice connects\n"}]}
END
exit 1
)";

const std::string kBroken = "this does not compile";
const std::string kTakesForEver = "# takes for ever\n" + kRight;

FakeCourse::FakeCourse() {
    if (const char* path = std::getenv("PATH")) path_ = path;
    setenv("PATH", ((path() / "bin").string() + ':' + path_).c_str(), 1);
    setenv("COURSE", path().c_str(), 1);
    writeScript("bin/cmake", kCMake);
    write("build/release/catalogue.json",
          R"([{"name": "03-echo", "title": "Echo", "measures": false,
               "programs": ["main"], "exercises": ["one", "two", "three"]}])");
    write("solutions/symptoms.json",
          R"({"03-echo/two": {"slip": {"failures": {"another": "failed"},
                                       "story": "00000000"}}})");
    write("solutions/03-echo/two/wrong/slip.hpp",
          "// Fails: another\n//\n// You slipped.\n");
    for (const char* name : {"one", "two", "three"}) {
        write("solutions/03-echo/" + std::string(name) + "/stub.hpp", "");
        write("exercises/03-echo/" + std::string(name) + "/hints.md",
              "## 1\n\nThink.\n\n## 2\n\nLook.\n\n## 3\n\nWrite.\n");
        answer(name, "");
    }
}

FakeCourse::~FakeCourse() {
    unsetenv("COURSE");
    setenv("PATH", path_.c_str(), 1);
}

void FakeCourse::answer(const std::string& name,
                        const std::string& text) const {
    write("exercises/03-echo/" + name + '/' + name + ".hpp", text);
}

Course FakeCourse::course() const {
    return {path(),
            {{"03-echo", "Echo", false, {"main"}, {"one", "two", "three"}}},
            path() / ".untwist"};
}

}  // namespace untwist::tools
