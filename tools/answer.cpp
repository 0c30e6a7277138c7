#include "answer.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "learner.hpp"
#include "process.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

using Clock = std::chrono::steady_clock;

// A check ends by itself well before this; it is for one that cannot.
constexpr std::chrono::seconds kLimit{20};

struct TookTooLong {};

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    return text;
}

// Runs the check, and leaves its verdict in `file` if it lives to give one.
void runCheck(const fs::path& program, const fs::path& file) {
    fs::remove(file);
    const auto deadline = Clock::now() + kLimit;
    const auto watchTime = [&](std::string_view) {
        if (Clock::now() > deadline) throw TookTooLong{};
    };
    try {
        capture({program.string(), "--json", file.string()}, watchTime);
    } catch (const TookTooLong&) {
        // It is gone by now, with all that it started, and left no verdict.
    }
}

void judge(Answer& answer, const Course& course, const fs::path& folder,
           const KnownMistakes& known) {
    const fs::path file = folder / "results.json";
    runCheck(folder / "check", file);
    const auto results = readResults(file);
    answer.outcome = !results          ? "no-verdict"
                     : results->passed ? "passed"
                                       : "failed";
    if (!results) return;
    answer.results = *results;
    const auto here = known.find(answer.name.id());
    if (results->passed || here == known.end()) return;
    if (const auto name = likelyMistake(here->second, symptomsOf(*results)))
        answer.likelyCause = {
            *name, joined(explanationOf(course.root, here->first, *name))};
}

json jsonOf(const Answer& answer) {
    json cases = json::array();
    for (const auto& [name, outcome] : answer.results.cases)
        cases.push_back({{"name", name}, {"outcome", outcome}});
    json cause;
    if (answer.likelyCause)
        cause = {{"name", answer.likelyCause->name},
                 {"explanation", answer.likelyCause->explanation}};
    return {{"exercise", answer.name.id()},
            {"outcome", answer.outcome},
            {"cases", cases},
            {"story", answer.results.story},
            {"compileError", answer.compileError},
            {"likelyCause", cause},
            {"checks", answer.progress.attempts},
            {"hints", answer.progress.hints},
            {"seconds", answer.progress.time.count() / 1000}};
}

}  // namespace

std::vector<Answer> tryAnswers(const Course& course, Build& build,
                               const std::vector<ExerciseName>& names) {
    const Progress progress = progressOf(course);
    const KnownMistakes known = readKnownMistakes(course.root);
    std::vector<Answer> answers;
    std::vector<std::string> targets;
    for (const ExerciseName& name : names) {
        answers.push_back({name, "", {}, "", {}, progress.of(name.id())});
        if (isUntouched(course, name))
            answers.back().outcome = "untouched";
        else
            targets.push_back(name.target());
    }
    if (targets.empty()) return answers;
    // What all checks share; where it fails it is nobody's answer's fault.
    if (!build.make({"untwist_check"}, "what all checks share")) {
        build.explain();
        throw std::runtime_error("no answer could be checked");
    }
    const bool allCompile = build.makeAll(targets, "the answers");
    ProgressLine line("checking");
    for (Answer& answer : answers) {
        if (!answer.outcome.empty()) continue;
        line.show("checking " + answer.name.typed());
        const std::string file = answer.name.file();
        if (!allCompile && !build.make({answer.name.target()}, file)) {
            answer.outcome = "not-compiled";
            answer.compileError = joined(build.firstErrorIn(file));
        } else {
            judge(answer, course,
                  build.folder() / "exercises" / answer.name.id(), known);
        }
    }
    return answers;
}

bool allPassed(const std::vector<Answer>& answers) {
    return std::ranges::all_of(answers, [](const Answer& answer) {
        return answer.outcome == "passed";
    });
}

std::string asJson(const std::vector<Answer>& answers) {
    json exercises = json::array();
    for (const Answer& answer : answers) exercises.push_back(jsonOf(answer));
    const json all{{"schema", 1},
                   {"passed", allPassed(answers)},
                   {"exercises", exercises}};
    // What a learner's program prints may be any bytes.
    return all.dump(1, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace untwist::tools
