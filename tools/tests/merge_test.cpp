// ./untwist merge: the diary of another machine.
#include <doctest/doctest.h>

#include "commands.hpp"
#include "diary.hpp"
#include "mistake.hpp"
#include "printed.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
namespace tools = untwist::tools;

using tools::Course;
using tools::Diary;
using tools::Mistake;
using tools::TemporaryFolder;

namespace {

const std::string kFailed =
    R"({"at":1,"event":"failed","exercise":"03-echo/uppercase"})"
    "\n";
const std::string kPassed =
    R"({"at":5,"event":"passed","exercise":"03-echo/uppercase"})"
    "\n";
const std::string kElsewhere =
    R"({"at":3,"event":"passed","exercise":"99-gone/x","mood":"fine"})"
    "\n";

class Machines : public TemporaryFolder {
  public:
    Machines() { write("here/diary", kFailed); }

    std::string merge(const std::string& from) const {
        const Course course{
            path(),
            {{"03-echo", "Echo", false, {"main"}, {"uppercase"}}},
            path() / "here"};
        return tools::printed([&] { tools::merge(course, path() / from); });
    }
    std::string refusal(const std::string& from) const {
        try {
            merge(from);
        } catch (const Mistake& mistake) {
            return mistake.what();
        }
        return "";
    }
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("what was done elsewhere is taken in once, and told") {
    const Machines machines;
    machines.write("diary", kFailed + kPassed + kElsewhere);
    const std::string told = machines.merge("diary");
    CHECK(contains(told, "2 entries taken from "));
    CHECK(contains(told, ", 1 known before\n"));
    CHECK(contains(told, "  3/uppercase was tried, is done\n"));
    CHECK(machines.read("here/diary") == kFailed + kPassed + kElsewhere);

    CHECK(contains(machines.merge("diary"), "0 entries taken"));
    CHECK(machines.read("here/diary") == kFailed + kPassed + kElsewhere);
}

TEST_CASE("a course, its .untwist, and the diary itself will do") {
    for (const char* file : {"other/.untwist/diary", "other/diary", "other"}) {
        CAPTURE(file);
        const Machines machines;
        machines.write(file, kPassed);
        CHECK(contains(machines.merge("other"), "1 entry taken"));
    }
}

TEST_CASE("into a diary that ends in the middle of a line, whole lines come") {
    const Machines machines;
    machines.write("here/diary", kFailed + "{\"at\":2,\"ev");
    machines.write("diary", kPassed);
    machines.merge("diary");
    CHECK(machines.read("here/diary") ==
          kFailed + "{\"at\":2,\"ev\n" + kPassed);
}

TEST_CASE("lines that are no entries are left there, and counted") {
    const Machines machines;
    machines.write("diary", kPassed + "{\"at\":2,\"ev");
    CHECK(contains(machines.merge("diary"), "; 1 line was no entry\n"));
    CHECK(machines.read("here/diary") == kFailed + kPassed);
}

TEST_CASE("what is no diary is refused in one line, and nothing is taken") {
    const Machines machines;
    machines.write("text", "dear diary\n");
    machines.write("empty", "");
    fs::create_directory(machines.path() / "folder");
    CHECK(contains(machines.refusal("text"), "is no diary"));
    CHECK(contains(machines.refusal("empty"), "is no diary"));
    CHECK(contains(machines.refusal("folder"), "there is no diary in"));
    CHECK(contains(machines.refusal("gone"), "No such file or directory"));
    CHECK(machines.read("here/diary") == kFailed);
}

TEST_CASE("where the disk is full all of it is left out") {
    const Machines machines;
    machines.write("diary", kPassed);
    fs::remove(machines.path() / "here/diary");
    fs::create_symlink("/dev/full", machines.path() / "here/diary");
    CHECK_THROWS_WITH_AS(machines.merge("diary"),
                         doctest::Contains("No space left on device"),
                         std::runtime_error);
}
