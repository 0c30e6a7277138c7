// ./untwist bench: the library beside bare epoll and what else there is.
#include "build.hpp"
#include "commands.hpp"
#include "mistake.hpp"
#include "process.hpp"

namespace untwist::tools {

int bench(const Course& course, const std::vector<std::string>& arguments) {
#ifndef __linux__
    throw Mistake("bench measures with what only Linux has");
#endif
    const std::string program = "untwist-bench";
    if (!built(course, "release", {program}, program)) return 1;
    Argv argv{course.root / "build" / "release" / "benchmarks" / program};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    become(argv);
}

}  // namespace untwist::tools
