// The main of every check: runs its cases one by one and gives the verdict.
//
//   check                            all cases; exit code 0 if all pass
//   check --must-fail "a case"       0 if that case is there and does not pass
//   check --stub                     0 if at least one case does not pass
//   check --json FILE --limit 5      results for a program; seconds for it all
//   check --no-fork [doctest's ...]  doctest itself, for a debugger

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "case_runner.hpp"
#include "guard.hpp"
#include "supervisor.hpp"
#include "verdict.hpp"

namespace untwist::check {
namespace {

constexpr int kPassed = 0;
constexpr int kFailed = 1;
constexpr int kBadUsage = 2;

struct BadUsage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Options {
    std::vector<std::string> mustFail;
    bool stub = false;
    std::string jsonFile;
    std::chrono::milliseconds limit{5000};
};

std::chrono::milliseconds parseSeconds(const std::string& text) {
    std::size_t end = 0;
    double seconds = 0;
    try {
        seconds = std::stod(text, &end);
    } catch (const std::exception&) {
        end = 0;
    }
    if (end == 0 || end < text.size() || seconds <= 0 || seconds > 3600) {
        throw BadUsage("--limit takes seconds, from 0.001 to 3600; \"" + text +
                       "\" is not that");
    }
    return std::chrono::milliseconds(static_cast<int>(seconds * 1000));
}

Options parse(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto& option = arguments[i];
        const auto value = [&]() -> const std::string& {
            if (++i < arguments.size()) return arguments[i];
            throw BadUsage(option + " needs a value");
        };
        if (option == "--must-fail") {
            options.mustFail.push_back(value());
        } else if (option == "--stub") {
            options.stub = true;
        } else if (option == "--json") {
            options.jsonFile = value();
        } else if (option == "--limit") {
            options.limit = parseSeconds(value());
        } else {
            throw BadUsage("unknown option " + option +
                           "; there are --must-fail CASE, --stub, --json "
                           "FILE, --limit SECONDS and --no-fork");
        }
    }
    return options;
}

bool wantsColour() {
    const char* none = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    const char* forced = std::getenv("CLICOLOR_FORCE");  // by ./untwist check
    if (none && *none) return false;
    if (forced && std::strcmp(forced, "0") != 0) return true;
    return isatty(STDOUT_FILENO) == 1 && terminal &&
           std::strcmp(terminal, "dumb") != 0;
}

std::vector<std::size_t> choose(const std::vector<std::string>& names,
                                const std::vector<std::string>& mustFail) {
    std::vector<std::size_t> chosen(names.size());
    std::iota(chosen.begin(), chosen.end(), 0U);
    if (mustFail.empty()) return chosen;
    chosen.clear();
    for (const auto& name : mustFail) {
        const auto found = std::ranges::find(names, name);
        if (found == names.end()) {
            std::string known;
            for (const auto& each : names) known += "\n  " + each;
            throw BadUsage("there is no case \"" + name +
                           "\"; the cases are:" + known);
        }
        chosen.push_back(static_cast<std::size_t>(found - names.begin()));
    }
    return chosen;
}

int judgeWrongAnswer(const std::string& exercise,
                     const std::vector<CaseResult>& results) {
    int code = kPassed;
    for (const auto& result : results) {
        const bool caught = result.outcome != Outcome::passed;
        std::cout << exercise << ": \"" << result.name << "\" "
                  << (caught ? inWords(result.outcome) : "passed")
                  << (caught ? ", as it must" : ", but must not") << "\n"
                  << result.story;
        if (!caught) code = kFailed;
    }
    return code;
}

int judge(const Options& options, const std::string& exercise,
          const std::vector<CaseResult>& results) {
    if (!options.mustFail.empty()) return judgeWrongAnswer(exercise, results);
    if (!options.stub) {
        tell(std::cout, exercise, results, wantsColour());
        return allPassed(results) ? kPassed : kFailed;
    }
    const bool caught = !allPassed(results);
    std::cout << exercise
              << (caught ? ": the stub fails, as it must\n"
                         : ": every case passes on the stub: it leaves "
                           "nothing to do\n");
    return caught ? kPassed : kFailed;
}

int run(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (!arguments.empty() && arguments.front() == "--no-fork") {
        return runDirectly(argc - 1, argv + 1);
    }
    const auto options = parse(arguments);
    const auto names = caseNames();
    if (names.empty()) throw std::runtime_error("there are no cases in it");
    const auto exercise = exerciseName(argv[0]);
    const auto results =
        supervise(names, choose(names, options.mustFail), options.limit);
    if (interrupted()) {
        std::cout << "interrupted\n";
        return kFailed;
    }
    if (!options.jsonFile.empty()) {
        std::ofstream file(options.jsonFile);
        writeJson(file, exercise, results);
        if (!file.flush()) {
            throw std::runtime_error("cannot write " + options.jsonFile);
        }
    }
    return judge(options, exercise, results);
}

}  // namespace
}  // namespace untwist::check

int main(int argc, char** argv) {
    using namespace untwist::check;
    noteBegin();
    int code = kFailed;
    try {
        code = run(argc, argv);
    } catch (const BadUsage& error) {
        std::cerr << "check: " << error.what() << "\n";
        code = kBadUsage;
    } catch (const std::exception& error) {
        std::cerr << "check: " << error.what() << "\n";
    }
    std::cout.flush();
    noteEnd(code);
}
