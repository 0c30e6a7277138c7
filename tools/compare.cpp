// ./untwist compare: the lab, built and started.
#include "build.hpp"
#include "commands.hpp"
#include "mistake.hpp"
#include "process.hpp"

namespace untwist::tools {

int compare(const Course& course, const std::vector<std::string>& arguments) {
#ifndef __linux__
    throw Mistake("compare measures with what only Linux has");
#endif
    const std::string program = "untwist-compare";
    if (!built(course, "release", {program}, program)) return 1;
    Argv argv{course.root / "build" / "release" / "benchmarks" / "lab" /
              program};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    become(argv);
}

}  // namespace untwist::tools
