// ./untwist run 3: a chapter's program, built and started.
#include "build.hpp"
#include "commands.hpp"
#include "names.hpp"
#include "process.hpp"

namespace untwist::tools {

int run(const Course& course, const RunOptions& options) {
    const ProgramName name = findProgram(course.catalogue, options.program);
    const bool release =
        options.release || (name.chapter.measures && !options.dev);
    const std::string preset = release ? "release" : "dev";
    if (!built(course, preset, {name.target()}, name.target())) return 1;
    Argv argv{course.root / "build" / preset / "chapters" / name.chapter.name /
              name.target()};
    argv.insert(argv.end(), options.arguments.begin(), options.arguments.end());
    become(argv);
}

}  // namespace untwist::tools
