// Chapter 11's two ways on a clock of our own, and its programs as a user runs
// them.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compare.hpp"
#include "slow_quotes.hpp"
#include "support/chapter_test.hpp"
#include "support/terminal.hpp"
#include "untwist/testing/clock.hpp"

using namespace std::chrono_literals;
using untwist::Deferred;
using untwist::Duration;
using untwist::Failure;
using untwist::IReactorTime;
using untwist::Result;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::TextStyle;
using untwist::testing::Clock;

namespace {

// #region fake
// Answers when its time has come. No server, no socket.
Question pretended(IReactorTime& time, const SlowQuote& quote) {
    return [&time, quote] {
        const Deferred<std::string> answer;
        time.callLater(quote.delay,
                       [answer, quote] { answer.callback(quote.text); });
        return answer;
    };
}

// Everything that the program says, on a clock of our own.
std::string compareOnFakeClock() {
    Clock time;
    std::string said;
    std::vector<Question> questions;
    for (const auto& quote : kQuotes) {
        questions.push_back(pretended(time, quote));
    }
    compare(
        time, questions,
        [&said](std::string_view line) { said.append(line).append("\n"); },
        TextStyle{});
    while (time.seconds() < 3s) time.advance(1ms);
    return said;
}
// #endregion

// How long one of the two ways takes, and what it brings.
struct Run {
    explicit Run(const Way& way, const std::vector<SlowQuote>& quotes) {
        Clock time;
        std::vector<Question> questions;
        for (const auto& quote : quotes) {
            questions.push_back(pretended(time, quote));
        }
        way(questions).addCallback([&](const Answers& all) {
            answers = all;
            took = time.seconds();
        });
        while (time.seconds() < 10s) time.advance(1ms);
    }

    Duration took = -1s;
    Answers answers;
};

std::string complaints(const Program& program) {
    const std::string folder = UNTWIST_CHAPTER_DIR;
    const auto parent = folder.substr(0, folder.rfind('/'));
    std::istringstream lines(program.errors());
    std::string all;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("held the reactor") != std::string::npos) continue;
        if (const auto at = line.find(parent); at != std::string::npos) {
            line.replace(at, parent.size(), "chapters");
        }
        all += line + '\n';
    }
    return all;
}

void endsWith(const std::string& name, const std::string& file) {
    Program program({programPath(name)});
    CHECK(program.wait() == 0);
    CHECK(program.output() == kept(file, program.output()));
    CHECK(complaints(program) == "");
}

}  // namespace

TEST_CASE("one after the other costs the sum, at once costs the longest") {
    CHECK(Run(oneByOne, kQuotes).took == 1500ms);
    CHECK(Run(atOnce, kQuotes).took == 400ms);
}

TEST_CASE("both ways bring the answers in the order of the list") {
    Answers inOrder;
    for (const auto& quote : kQuotes) inOrder.push_back(quote.text);
    CHECK(Run(oneByOne, kQuotes).answers == inOrder);
    CHECK(Run(atOnce, kQuotes).answers == inOrder);
}

TEST_CASE("with nobody to ask, both ways are done at once") {
    CHECK(Run(oneByOne, {}).took == 0s);
    CHECK(Run(atOnce, {}).took == 0s);
}

TEST_CASE("the picture shows who waited when") {
    const auto said = compareOnFakeClock();
    CHECK(said == kept("compared.txt", said));
}

TEST_CASE("the program says the same, with figures of its own") {
    Program program({programPath("main")});
    CHECK(program.wait() == 0);
    const auto upTo = [](const std::string& text) {
        return text.substr(0, text.find("One after the other"));
    };
    CHECK(upTo(program.output()) == upTo(compareOnFakeClock()));
    CHECK(program.output().find("At once\n") != std::string::npos);
    CHECK(complaints(program) == "");
}

TEST_CASE("each server has its line, whatever became of it") {
    endsWith("results", "results.txt");
}

TEST_CASE("without patience nobody has answered in time") {
    Program program({programPath("results"), "--patience", "0s"});
    CHECK(program.wait() == 0);
    const auto& said = program.output();
    CHECK(std::ranges::count(said, '\n') == 6);
    CHECK(said.starts_with(
        "I ask five servers\nsage: sorry, no result within 0 s\n"));
    CHECK(complaints(program) == "");
}

TEST_CASE("the first answer wins, and the others are cancelled before that") {
    endsWith("race", "race.txt");
}

TEST_CASE("one failure, and what the others bring is lost") {
    Program program({programPath("first-error")});
    program.readUntil("Haste makes waste.");
    program.signal(SIGINT);
    CHECK(program.wait() == 0);
    CHECK(program.output() == kept("first-error.txt", program.output()));
    const auto log = complaints(program);
    CHECK(log == kept("first-error-log.txt", log));
}

TEST_CASE("Ctrl-C and SIGTERM while a program waits are no error") {
    const std::vector<std::pair<std::string, std::string>> lastWords{
        {"main", "running"}, {"results", "within"}, {"race", "is first"}};
    for (const auto& [name, words] : lastWords) {
        for (const int number : {SIGINT, SIGTERM}) {
            CAPTURE(name);
            CAPTURE(number);
            Program program({programPath(name)});
            program.readLine();
            program.signal(number);
            const int code = program.wait();
            if (program.output().find(words) != std::string::npos) {
                continue;  // this machine was busy: it came to its end before
            }
            CHECK(code == 0);
            CHECK(complaints(program) == "");
        }
    }
}

TEST_CASE("a patience that is none is one line that says what is allowed") {
    Program program({programPath("results"), "--patience", "soon"});
    CHECK(program.wait() == 2);
    CHECK(program.errors().starts_with("--patience soon: "));
}
