// ./untwist new: the files of an exercise, under its name. That they compile
// and hold is what `./untwist verify` says of them; see .ci/new-exercise.
#include <doctest/doctest.h>

#include "commands.hpp"
#include "mistake.hpp"
#include "printed.hpp"
#include "temporary_folder.hpp"

namespace fs = std::filesystem;
namespace tools = untwist::tools;

using tools::Course;
using tools::Mistake;
using tools::TemporaryFolder;

namespace {

const std::string kList = "addExercise(09-lines/chat)\n";

class Teacher : public TemporaryFolder {
  public:
    Teacher() {
        write("exercises/09-lines/CMakeLists.txt", kList);
        write("exercises/09-lines/chat/README.md", "");
        fs::create_directory(path() / "tools");
        fs::copy(UNTWIST_SOURCE_DIR "/tools/skeleton",
                 path() / "tools/skeleton", fs::copy_options::recursive);
    }
    std::string make(const std::string& name) const {
        const Course course{path(),
                            {{"09-lines", "Lines", false, {"main"}, {"chat"}}},
                            path() / ".untwist"};
        return tools::printed([&] { tools::makeExercise(course, name); });
    }
    std::string refusal(const std::string& name) const {
        try {
            make(name);
        } catch (const Mistake& mistake) {
            return mistake.what();
        }
        return "";
    }
    bool isUnchanged() const {
        return read("exercises/09-lines/CMakeLists.txt") == kList &&
               !fs::exists(path() / "solutions");
    }
};

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a new exercise has all its files, under its own name") {
    const Teacher teacher;
    CHECK(contains(teacher.make("9/my-task"),
                   "./untwist verify 9/my-task --write"));
    const std::string own = "exercises/09-lines/my-task/";
    const std::string solution = "solutions/09-lines/my-task/";
    CHECK(contains(teacher.read(own + "my_task.hpp"), "class MyTask :"));
    CHECK(contains(teacher.read(own + "my_task_check.cpp"), "<my_task.hpp>"));
    CHECK(contains(teacher.read(own + "README.md"), "check 9/my-task\n"));
    CHECK(contains(teacher.read(own + "hints.md"), "## 3"));
    CHECK(contains(teacher.read(solution + "my_task.hpp"), "class MyTask :"));
    CHECK(teacher.read(solution + "stub.hpp") ==
          teacher.read(own + "my_task.hpp"));
    CHECK(teacher.read(solution + "wrong/one_example.hpp")
              .starts_with("// Fails: it goes on answering\n"));
    CHECK(teacher.read("exercises/09-lines/CMakeLists.txt") ==
          kList + "addExercise(09-lines/my-task)\n");
}

TEST_CASE("nothing of the skeleton's own name is left") {
    const Teacher teacher;
    teacher.make("lines/x2");
    for (const char* top : {"exercises", "solutions"}) {
        for (const auto& entry :
             fs::recursive_directory_iterator(teacher.path() / top)) {
            const fs::path file = entry.path();
            CAPTURE(file.string());
            const std::string text =
                file.filename().string() +
                teacher.read(file.lexically_relative(teacher.path()));
            for (const char* name : {"the_task", "the-task", "TheTask", "N/"})
                CHECK_FALSE(contains(text, name));
        }
    }
}

TEST_CASE("a name that is there, or bad, or no chapter's, is refused") {
    const Teacher teacher;
    CHECK(contains(teacher.refusal("9/chat"), "there is 9/chat already"));
    CHECK(contains(teacher.refusal("ecko/x"), "there is no chapter \"ecko\""));
    CHECK(contains(teacher.refusal("my-task"), "new what?"));
    for (const char* bad : {"", "My-Task", "my_task", "-x", "x-", "a--b",
                            "../x", "a b", "9lives", "stub", "x.hpp"}) {
        CAPTURE(bad);
        CHECK(contains(teacher.refusal(std::string("9/") + bad),
                       "is no name for an exercise"));
    }
    CHECK(teacher.isUnchanged());
}

TEST_CASE("what cannot be written whole is not begun") {
    const Teacher teacher;
    teacher.write("solutions", "a file in the way");
    CHECK_THROWS_WITH_AS(teacher.make("9/my-task"),
                         doctest::Contains("cannot write "),
                         std::runtime_error);
    CHECK(teacher.read("exercises/09-lines/CMakeLists.txt") == kList);
    CHECK_FALSE(fs::exists(teacher.path() / "exercises/09-lines/my-task"));
}
