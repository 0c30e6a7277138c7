// ./untwist test: everything built and tested, except the learner's answers,
// which may be unfinished, and the stubs, which an answer has replaced.
#include "build.hpp"
#include "commands.hpp"
#include "process.hpp"

namespace untwist::tools {

int test(const Course& course, const std::vector<std::string>& arguments) {
    if (!built(course, "dev", {"all"}, "everything")) return 1;
    std::filesystem::current_path(course.root);  // where the preset is
    Argv argv{"ctest", "--preset", "dev"};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    become(argv);
}

}  // namespace untwist::tools
