#include "outcome.hpp"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <sstream>
#include <string_view>

#include "sanitizers.hpp"

namespace untwist::check {

namespace {

std::string indented(const std::string& text, std::string_view by) {
    constexpr std::size_t kWidest = 400;
    std::string result;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (line.size() > kWidest) line.replace(kWidest, line.npos, "...");
        result += std::string(by) + line + "\n";
    }
    return result;
}

// The last lines of what the program printed: where a learner's own debugging
// output shows.
std::string lastLines(const std::string& text) {
    constexpr std::ptrdiff_t kMost = 10;
    auto from = text.end();
    std::ptrdiff_t lines = 0;
    while (from != text.begin() && lines <= kMost) {
        if (*--from == '\n') ++lines;
    }
    if (lines <= kMost) return text;
    return "...\n" + std::string(from + 1, text.end());
}

std::string inTheCall(const CasePage& page) {
    const std::string doing = page.story.doing.data();
    return doing.empty() ? "" : ", in " + doing;
}

Outcome outcomeOf(const CasePage& page, const End& end,
                  const std::string& report) {
    if (end.stop == Stop::attack) return Outcome::stopped;
    if (page.finished) {
        if (page.failures > 0) return Outcome::failed;
        return page.leaked ? Outcome::leaked : Outcome::passed;
    }
    if (end.stop == Stop::time) return Outcome::hung;
    if (end.stop != Stop::none) return Outcome::stopped;
    if (WIFSIGNALED(end.status) || !report.empty()) return Outcome::crashed;
    return Outcome::exited;
}

std::string inMiB(std::size_t bytes) {
    return std::to_string(bytes >> 20U) + " MiB";
}

std::string whyStopped(Stop stop) {
    switch (stop) {
        case Stop::memory:
            return "took more than 1 GiB of memory";
        case Stop::processes:
            return "started more than " + std::to_string(kMostProcesses) +
                   " processes";
        case Stop::output:
            return "printed more than " + inMiB(kMostOutput);
        case Stop::asleep:
            return "stopped itself (SIGSTOP): nobody wakes it";
        case Stop::attack:
            return "sent a signal to its parent process, which runs the check";
        case Stop::none:
        case Stop::time:
            break;
    }
    return {};
}

std::string whySignalled(int number) {
    if (number == SIGXFSZ) {
        return "wrote a file of more than " + inMiB(kLargestFile);
    }
    return "crashed (" + std::string(strsignal(number)) + ")";
}

// As far as it is known.
std::string atPlace(const std::string& report) {
    const auto place = firstPlace(report);
    return place.empty() ? "" : "\nat " + place;
}

std::string whatHappened(Outcome outcome, const CasePage& page, const End& end,
                         const std::string& report) {
    switch (outcome) {
        case Outcome::failed:
            return page.failure.data();
        case Outcome::leaked:
            return "it passed, but left memory behind that nothing points "
                   "to:\n" +
                   shortened(report);
        case Outcome::hung:
            return "still running after " + end.seconds + inTheCall(page) +
                   atPlace(report);
        case Outcome::stopped:
            return whyStopped(end.stop) + inTheCall(page) + atPlace(report);
        case Outcome::crashed:
            if (!report.empty()) {
                return "crashed" + inTheCall(page) + "\n" + shortened(report);
            }
            return whySignalled(WTERMSIG(end.status)) + inTheCall(page);
        case Outcome::exited:
            return "exit(" + std::to_string(WEXITSTATUS(end.status)) +
                   ") was called" + inTheCall(page) +
                   ": the case did not come to its end";
        case Outcome::passed:
        case Outcome::notRun:
            break;
    }
    return {};
}

}  // namespace

const char* inWords(Outcome outcome) {
    switch (outcome) {
        case Outcome::passed:
            return "passed";
        case Outcome::failed:
            return "failed";
        case Outcome::leaked:
            return "leaked";
        case Outcome::crashed:
            return "crashed";
        case Outcome::hung:
            return "hung";
        case Outcome::stopped:
            return "was stopped";
        case Outcome::exited:
            return "exited";
        case Outcome::notRun:
            break;
    }
    return "not run";
}

CaseResult conclude(const std::string& name, const CasePage& page,
                    const End& end) {
    const auto parts = partOutput(end.output);
    const auto outcome = outcomeOf(page, end, parts.report);
    if (outcome == Outcome::passed) return {name, outcome, {}};
    auto story =
        testing::tell(page.story) +
        indented(whatHappened(outcome, page, end, parts.report), "     ");
    if (end.readInput) {
        story += "     it read standard input: nobody answers there\n";
    }
    if (parts.printed.find_first_not_of('\n') != std::string::npos) {
        story +=
            "\n  It printed:\n" + indented(lastLines(parts.printed), "  | ");
    }
    return {name, outcome, story};
}

}  // namespace untwist::check
