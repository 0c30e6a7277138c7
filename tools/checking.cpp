#include "checking.hpp"

#include "build.hpp"
#include "known_mistakes.hpp"
#include "learner.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace {

// The check ends by itself well before this; it is for a check that cannot.
constexpr Duration kLimit = 20s;

std::string inWords(std::size_t failures) {
    if (failures == 1) return "1 case does not pass";
    return std::to_string(failures) + " cases do not pass";
}

std::string explain(const LikelyCause& cause) {
    std::string text = '\n' + bold("Likely cause") + '\n';
    for (const std::string& line : cause.explanation)
        text += "  " + line + '\n';
    return text;
}

}  // namespace

Deferred<std::optional<Results>> runCheck(Reactor& reactor, fs::path folder,
                                          Output onOutput) {
    const fs::path file = folder / "results.json";
    fs::remove(file);
    const Argv argv{folder / "check", "--json", file.string()};
    StartOptions options;
    // It prints into a pipe, for a terminal.
    if (bold("x") != "x") options.env.emplace_back("CLICOLOR_FORCE=1");
    Deferred<int> check = start(reactor, argv, std::move(onOutput), options);
    check.addTimeout(kLimit, reactor);
    try {
        co_await std::move(check);
    } catch (const defer::TimeoutError&) {
        // It is gone by now, with all that it started, and left no verdict.
    }
    co_return readResults(file);
}

Deferred<Verdict> judge(Reactor& reactor, const Course& course,
                        ExerciseName name, bool full) {
    Build build(reactor, course.root, "dev");
    const std::vector<std::string> targets{name.target()};
    const bool built = co_await build.make(targets, name.file());
    Verdict verdict;
    if (built) {
        const ProgressLine progress(reactor, "running the checks");
        const Output onOutput = [&](Bytes bytes) { verdict.text += bytes; };
        const fs::path folder = build.folder() / "exercises" / name.id();
        const auto results = co_await runCheck(reactor, folder, onOutput);
        verdict.passed = results && results->passed;
        if (verdict.passed) {
            verdict.headline = "passed";
        } else if (results) {
            verdict.headline = inWords(results->failures.size());
            if (const auto cause = likelyCauseOf(course, name, *results))
                verdict.text += explain(*cause);
        } else {
            verdict.headline =
                "the check ended, or was stopped, without a verdict";
            verdict.text += verdict.headline + '\n';
        }
    } else {
        verdict.headline = "does not compile";
        verdict.text = build.explanation(name.file(), full);
    }
    note(course, name, verdict.passed ? "passed" : "failed");
    co_return verdict;
}

}  // namespace untwist::tools
