#include "answer.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "build.hpp"
#include "checking.hpp"
#include "terminal.hpp"

namespace untwist::tools {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + '\n';
    return text;
}

Deferred<void> judge(Reactor& reactor, const Course& course, fs::path folder,
                     Answer& answer) {
    const Output ignore = [](Bytes) {};
    const auto results = co_await runCheck(reactor, folder, ignore);
    answer.outcome = !results          ? "no-verdict"
                     : results->passed ? "passed"
                                       : "failed";
    if (!results) co_return;
    answer.results = *results;
    if (!results->passed)
        answer.likelyCause = likelyCauseOf(course, answer.name, *results);
}

json jsonOf(const Answer& answer) {
    json cases = json::array();
    for (const auto& [name, outcome] : answer.results.cases)
        cases.push_back({{"name", name}, {"outcome", outcome}});
    json cause;
    if (answer.likelyCause)
        cause = {{"name", answer.likelyCause->name},
                 {"explanation", joined(answer.likelyCause->explanation)}};
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

Deferred<std::vector<Answer>> tryAnswers(Reactor& reactor, const Course& course,
                                         std::vector<ExerciseName> names) {
    const Progress progress = progressOf(course);
    std::vector<Answer> answers;
    std::vector<std::string> targets;
    for (const ExerciseName& name : names) {
        answers.push_back({name, "", {}, "", {}, progress.of(name.id())});
        if (isUntouched(course, name))
            answers.back().outcome = "untouched";
        else
            targets.push_back(name.target());
    }
    if (targets.empty()) co_return answers;
    Build build(reactor, course.root, "dev");
    // What all checks share; where it fails it is nobody's answer's fault.
    const std::vector<std::string> shared{"untwist_check"};
    const bool canCheck = co_await build.make(shared, "what all checks share");
    if (!canCheck)
        throw std::runtime_error("no answer could be checked: " +
                                 build.explanation());
    const bool allCompile = co_await build.make(targets, "the answers", true);
    ProgressLine line(reactor, "checking");
    for (Answer& answer : answers) {
        if (!answer.outcome.empty()) continue;
        line.show("checking " + answer.name.typed());
        const std::string file = answer.name.file();
        const std::vector<std::string> target{answer.name.target()};
        bool compiles = allCompile;
        if (!compiles) compiles = co_await build.make(target, file);
        if (compiles) {
            co_await judge(reactor, course,
                           build.folder() / "exercises" / answer.name.id(),
                           answer);
        } else {
            answer.outcome = "not-compiled";
            answer.compileError = joined(build.firstErrorIn(file));
        }
    }
    co_return answers;
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
