// The learner's tool behind ./untwist: reads the command line, runs a command.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "commands.hpp"
#include "mistake.hpp"
#include "names.hpp"
#include "process.hpp"
#include "terminal.hpp"

using namespace std::string_literals;

namespace untwist::tools {

namespace {

const std::filesystem::path kRoot = UNTWIST_SOURCE_DIR;
const std::filesystem::path kBuild = UNTWIST_BINARY_DIR;

bool isHelp(std::string_view word) {
    return word == "--help" || word == "-h" || word == "help";
}

int printHelp() {
    std::cout << std::ifstream(kRoot / "tools" / "help.txt").rdbuf()
              << std::flush;
    return 0;
}

// Fills in `call` with the command that was given, to be called once the
// command line has been understood.
void declareCommands(CLI::App& app, const Course& course,
                     std::function<int()>& call) {
    CLI::App* command = app.add_subcommand(
        "list", "Show the chapters, their programs and exercises");
    command->callback([&] { call = [&] { return list(course); }; });

    command = app.add_subcommand("run", "Build and run a chapter's program");
    auto options = std::make_shared<RunOptions>();
    command->add_option("program", options->program, "3, echo or 3/blocking")
        ->required();
    CLI::Option* release = command->add_flag("--release", options->release,
                                             "Optimised, for measuring");
    command->add_flag("--dev", options->dev, "With sanitizers, for debugging")
        ->excludes(release);
    command->prefix_command();  // the rest is the program's
    command->callback([&, command, options] {
        options->arguments = command->remaining();
        call = [&course, options] { return run(course, *options); };
    });

    command = app.add_subcommand("check", "Check your answer to an exercise");
    auto exercise = std::make_shared<std::string>();
    command->add_option("exercise", *exercise, "3/uppercase or uppercase")
        ->required();
    command->prefix_command();  // the rest is the check program's
    command->footer(
        "What follows the exercise goes to its check program:\n"
        "  ./untwist check 3/uppercase --no-fork    full reports, no time "
        "limit\n"
        "  ./untwist check 3/uppercase --limit 60   seconds, instead of 5");
    command->callback([&, command, exercise] {
        call = [&course, command, exercise] {
            return check(course, *exercise, command->remaining());
        };
    });

    command = app.add_subcommand("test", "Build everything, run all tests");
    command->prefix_command();  // the rest is ctest's
    command->callback([&, command] {
        call = [&course, command] {
            return test(course, command->remaining());
        };
    });
}

int dispatch(int argc, char** argv) {
    const Course course{kRoot, readCatalogue(kBuild / "catalogue.json")};
    std::function<int()> call = [&] { return list(course); };
    CLI::App app{"", "./untwist"};
    app.set_help_flag();
    declareCommands(app, course, call);

    const std::string first = argc > 1 ? argv[1] : "";
    if (isHelp(first)) return printHelp();
    std::vector<std::string> names;
    for (const CLI::App* each : app.get_subcommands({}))
        names.push_back(each->get_name());
    if (argc > 1 && std::ranges::find(names, first) == names.end())
        throw Mistake(unknown("command", first, names));
    // Later words may belong to the program that is run: run 3 --help.
    if (argc > 2 && isHelp(argv[2])) {
        std::cout << app.get_subcommand(first)->help("./untwist") << std::flush;
        return 0;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::RequiredError&) {
        throw Mistake(first + " what? for example: ./untwist " + first +
                      (first == "run" ? " 3" : " 3/uppercase"));
    } catch (const CLI::ExtrasError&) {
        throw Mistake(first + " takes nothing after it: ./untwist " + first);
    } catch (const CLI::ParseError& error) {
        throw Mistake(error.what() + "; see ./untwist "s + first + " --help");
    }
    return call();
}

int guarded(int argc, char** argv) try {
    watchSignals();
    return dispatch(argc, argv);
} catch (const Mistake& mistake) {
    complain(mistake.what());
    return 2;
} catch (const Interrupted& interrupted) {
    return 128 + interrupted.signal;
} catch (const std::exception& error) {
    complain(error.what());
    return 1;
}

}  // namespace

}  // namespace untwist::tools

int main(int argc, char** argv) { return untwist::tools::guarded(argc, argv); }
