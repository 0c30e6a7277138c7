// The learner's tool behind ./untwist: reads the command line, runs a command.
#include <CLI/CLI.hpp>

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "commands.hpp"
#include "mistake.hpp"
#include "names.hpp"
#include "react.hpp"
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

std::string noSuchWord(const std::string& command) {
    return command + " takes no such word; see ./untwist " + command +
           " --help";
}

using Call = std::function<int()>;

// Adds the commands to `app`. The one that is given fills in `call`, to be
// called once the command line has been understood.
class Commands {
  public:
    Commands(CLI::App& app, const Course& course, Call& call)
        : app_(app), course_(course), call_(call) {
        addRun();
        addCheck();
        addWatch();
        addForLearners();
        addCheckAll();
        addForTeachers();
        addForUpgrades();
        addWithTheRest("compare", "Measure six models side by side", compare);
        addWithTheRest("bench", "Measure the library beside others", bench);
        addWithTheRest("test", "Build everything, run all tests", test);
    }

  private:
    CLI::App* add(const char* name, const char* what) {
        return app_.add_subcommand(name, what);
    }
    void whenGiven(CLI::App* command, Call call) {
        command->callback([this, call = std::move(call)] { call_ = call; });
    }
    // A command that hands all its words on.
    void addWithTheRest(const char* name, const char* what,
                        int (*command)(const Course&,
                                       const std::vector<std::string>&)) {
        CLI::App* app = add(name, what);
        app->prefix_command();
        whenGiven(app, [this, app, command] {
            return command(course_, app->remaining());
        });
    }
    // A word that may be left out, kept for as long as the command.
    static std::shared_ptr<std::string> word(CLI::App* command,
                                             const char* what) {
        auto text = std::make_shared<std::string>();
        command->add_option("exercise", *text, what);
        return text;
    }
    static std::shared_ptr<bool> flag(CLI::App* command, const char* name,
                                      const char* what) {
        auto given = std::make_shared<bool>(false);
        command->add_flag(name, *given, what);
        return given;
    }

    void addRun();
    void addCheck();
    void addWatch();
    void addForLearners();
    void addCheckAll();
    void addForTeachers();
    void addForUpgrades();

    CLI::App& app_;
    const Course& course_;
    Call& call_;
};

constexpr const char* kExercise = "3/uppercase or uppercase; else the next";

void Commands::addRun() {
    CLI::App* command = add("run", "Build and run a chapter's program");
    auto options = std::make_shared<RunOptions>();
    command->add_option("program", options->program, "3, echo or 3/blocking")
        ->required();
    CLI::Option* release = command->add_flag("--release", options->release,
                                             "Optimised, for measuring");
    command->add_flag("--dev", options->dev, "With sanitizers, for debugging")
        ->excludes(release);
    command->prefix_command();  // the rest is the program's
    whenGiven(command, [this, command, options] {
        options->arguments = command->remaining();
        return run(course_, *options);
    });
}

void Commands::addCheck() {
    CLI::App* command = add("check", "Check your answer to an exercise");
    const auto exercise = word(command, kExercise);
    const auto first = flag(command, "--edit", "Open your file before");
    const auto full =
        flag(command, "--full", "All that the compiler says, not a screen");
    const auto noFork = flag(command, "--no-fork",
                             "No time limit, full reports; what follows is "
                             "doctest's");
    const auto forCheck = std::make_shared<std::vector<std::string>>();
    const auto hand = [command, forCheck](const std::string& name,
                                          const char* what) {
        return command->add_option_function<std::string>(
            name,
            [forCheck, name](const std::string& value) {
                forCheck->insert(forCheck->end(), {name, value});
            },
            what);
    };
    hand("--limit", "Seconds for all of it, instead of 5")
        ->check(CLI::Range(0.001, 3600.0));
    hand("--json", "A file for each case's outcome and story");
    command->prefix_command();
    command->footer(
        "All answers, or some, with a line for each:\n"
        "  ./untwist check --all [3 4/tally] [--json FILE.json]");
    whenGiven(command, [=, this] {
        const std::vector<std::string> rest = command->remaining();
        if (!*noFork && !rest.empty()) throw Mistake(noSuchWord("check"));
        if (*noFork) {
            *forCheck = {"--no-fork"};
            forCheck->insert(forCheck->end(), rest.begin(), rest.end());
        }
        if (*first) edit(course_, *exercise);
        return check(course_, {*exercise, *full, *forCheck});
    });
}

void Commands::addWatch() {
    CLI::App* command = add("watch", "Check whenever the file is saved");
    const auto watched = word(command, kExercise);
    whenGiven(command, [this, watched] { return watch(course_, *watched); });
}

// `check ... --all` is a command of its own: it takes several exercises.
void Commands::addCheckAll() {
    CLI::App* command = add("check-all", "Check all answers, or some");
    const auto names = std::make_shared<std::vector<std::string>>();
    command->add_option("exercises", *names, "3/uppercase or 3; else all");
    const auto file = std::make_shared<std::string>();
    const CLI::Option* json =
        command
            ->add_option("--json", *file,
                         "Results for a program; see docs/teachers.md")
            ->expected(0, 1);
    whenGiven(command, [this, names, json, file] {
        std::optional<std::string> to;
        if (json->count() > 0) to = file->empty() ? "-" : *file;
        return checkAll(course_, *names, to);
    });
}

void Commands::addForLearners() {
    CLI::App* command =
        add("list", "Show the chapters, their programs and exercises");
    const auto wanted =
        word(command, "a chapter, or open, tried or done; else all");
    whenGiven(command, [this, wanted] { return list(course_, *wanted); });

    command = add("hint", "Tell the next hint of three");
    auto exercise = word(command, kExercise);
    const auto again = flag(command, "--again", "The latest once more");
    whenGiven(command, [this, exercise, again] {
        return hint(course_, *exercise, *again);
    });

    command = add("diff", "Compare your answer with the reference");
    exercise = word(command, kExercise);
    const auto anyway = flag(command, "--anyway", "Before it has passed");
    whenGiven(command, [this, exercise, anyway] {
        return diff(course_, *exercise, *anyway);
    });

    command = add("reset", "Put an exercise back, and keep a copy");
    exercise = word(command, kExercise);
    whenGiven(command, [this, exercise] { return reset(course_, *exercise); });

    command = add("edit", "Open an exercise's file in your editor");
    exercise = word(command, kExercise);
    whenGiven(command, [this, exercise] { return edit(course_, *exercise); });

    command = add("goto", "Go to an exercise");
    exercise = word(command, "3/uppercase or uppercase");
    command->get_option("exercise")->required();
    whenGiven(command, [this, exercise] { return goTo(course_, *exercise); });

    command = add("next", "Leave this exercise for the next");
    whenGiven(command, [this] { return goTo(course_, ""); });
}

void Commands::addForTeachers() {
    CLI::App* command = add("summary", "Tell attempts, hints and time");
    const auto json = flag(command, "--json", "For a program");
    whenGiven(command, [this, json] { return summary(course_, *json); });

    command = add("new", "Make the skeleton of an exercise");
    const auto name = word(command, "a chapter and a new name: 9/my-task");
    command->get_option("exercise")->required();
    whenGiven(command, [this, name] { return makeExercise(course_, *name); });

    command = add("verify", "Try stubs, solutions and wrong answers");
    const auto exercise = word(command, "3/uppercase or 3; else all");
    const auto write = flag(command, "--write", "Note what they do");
    whenGiven(command, [this, exercise, write] {
        return verify(course_, *exercise, *write);
    });
}

// What takes something in from elsewhere.
void Commands::addForUpgrades() {
    CLI::App* command = add("merge", "Take in another machine's progress");
    const auto from = word(command, "its diary, or a folder that has one");
    command->get_option("exercise")->required();
    whenGiven(command, [this, from] { return merge(course_, *from); });

    command = add("upgrade", "Take a newer course, and keep your answers");
    const auto source =
        word(command, "a folder, an archive, or git; else where it is from");
    const auto dryRun = flag(command, "--dry-run", "Only tell what would be");
    const auto goOn = flag(command, "--continue", "End one that was cut short");
    whenGiven(command, [this, source, dryRun, goOn] {
        if (*goOn) return finishUpgrade(course_);
        return upgrade(course_, *source, *dryRun);
    });
}

// The command line as CLI11 takes it: backwards.
std::vector<std::string> backwards(std::vector<std::string> words) {
    std::ranges::reverse(words);
    return words;
}

// A word that the command takes.
std::string exampleFor(std::string_view command) {
    if (command == "run") return "3";
    if (command == "merge") return "../other-machine/untwist";
    return command == "new" ? "9/my-task" : "3/uppercase";
}

std::optional<std::filesystem::path> variable(const char* name) {
    const char* const value = std::getenv(name);
    if (value == nullptr) return {};
    return value;
}

// Behind the command's name. Later words of run and test may belong to what
// they start: run 3 --help. All of compare's and bench's do.
bool asksForHelp(const std::vector<std::string>& words) {
    const std::string& command = words.front();
    if (command == "compare" || command == "bench") return false;
    const bool handsOn = command == "run" || command == "test";
    const auto begin = words.begin() + 1;
    const auto end = handsOn && begin != words.end() ? begin + 1 : words.end();
    return std::any_of(begin, end, isHelp);
}

int dispatch(int argc, char** argv) {
    std::vector<std::string> words(argv + 1, argv + argc);
    // "help check" is "check --help".
    if (words.size() > 1 && isHelp(words[0])) {
        words[0] = "--help";
        std::ranges::rotate(words, words.begin() + 1);
    }
    if (!words.empty() && words[0] == "check" && std::erase(words, "--all") > 0)
        words[0] = "check-all";
    const std::filesystem::path root =
        variable("UNTWIST_COURSE").value_or(kRoot);
    const auto build = root == kRoot ? kBuild : root / "build" / "release";
    const Course course{root, readCatalogue(build / "catalogue.json"),
                        variable("UNTWIST_STATE").value_or(root / ".untwist")};
    Call call = [&] { return home(course); };
    CLI::App app{"", "./untwist"};
    app.set_help_flag();
    const Commands commands(app, course, call);

    const std::string first = words.empty() ? "" : words[0];
    if (isHelp(first)) return printHelp();
    if (first == "--version" || first == "version") return version(course);
    std::vector<std::string> names;
    for (const CLI::App* each : app.get_subcommands({}))
        names.push_back(each->get_name());
    if (!words.empty() && std::ranges::find(names, first) == names.end())
        throw Mistake(unknown("command", first, names));
    if (!words.empty() && asksForHelp(words)) {
        std::cout << app.get_subcommand(first)->help("./untwist") << std::flush;
        return 0;
    }
    try {
        app.parse(backwards(words));
    } catch (const CLI::RequiredError&) {
        throw Mistake(first + " what? for example: ./untwist " + first + ' ' +
                      exampleFor(first));
    } catch (const CLI::ExtrasError&) {
        throw Mistake(noSuchWord(first));
    } catch (const CLI::ParseError& error) {
        throw Mistake(error.what() + "; see ./untwist "s + first + " --help");
    }
    return call();
}

// Whoever read our output, head for one, has seen enough.
void endQuietly(int /*number*/) { _exit(0); }

int guarded(int argc, char** argv) try {
    std::signal(SIGPIPE, endQuietly);
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
