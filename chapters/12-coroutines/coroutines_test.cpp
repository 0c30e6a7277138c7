// Chapter 12's two ways on a clock of our own, and its programs as a user runs
// them: also the three that are broken, which AddressSanitizer has to notice.
#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <cstddef>
#include <memory>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../11-many-deferreds/slow_quotes.hpp"
#include "compare.hpp"
#include "support/chapter_test.hpp"
#include "support/terminal.hpp"
#include "untwist/testing/clock.hpp"

using namespace std::chrono_literals;
using untwist::Deferred;
using untwist::Duration;
using untwist::IReactorTime;
using untwist::support::Client;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::Server;
using untwist::support::TextStyle;
using untwist::testing::Clock;

namespace {

// Answers when its time has come. No server, no socket.
Question pretended(IReactorTime& time, const SlowQuote& quote) {
    return [&time, quote] {
        const Deferred<std::string> answer;
        time.callLater(quote.delay,
                       [answer, quote] { answer.callback(quote.text); });
        return answer;
    };
}

std::vector<Question> pretendedQuestions(IReactorTime& time) {
    std::vector<Question> questions;
    for (const auto& quote : kQuotes) {
        questions.push_back(pretended(time, quote));
    }
    return questions;
}

// Everything that the program says, on a clock of our own.
std::string compareOnFakeClock() {
    Clock time;
    std::string said;
    compare(
        time, pretendedQuestions(time),
        [&said](std::string_view line) { said.append(line).append("\n"); },
        TextStyle{});
    while (time.seconds() < 3s) time.advance(1ms);
    return said;
}

// How long one of the two ways takes.
Duration duration(const Way& way) {
    Clock time;
    Duration took = -1s;
    way(pretendedQuestions(time)).addCallback([&](const Answers&) {
        took = time.seconds();
    });
    while (time.seconds() < 3s) time.advance(1ms);
    return took;
}

// Standard error, but for the warnings that a busy machine earns.
std::string complaints(const Program& program) {
    std::istringstream lines(program.errors());
    std::string all;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("held the reactor") == line.npos) all += line + '\n';
    }
    return all;
}

void endsWith(std::vector<std::string> command, const std::string& file) {
    command.front() = programPath(command.front());
    Program program(command);
    CHECK(program.wait() == 0);
    CHECK(program.output() == kept(file, program.output()));
    CHECK(complaints(program) == "");
}

#if defined(__SANITIZE_ADDRESS__)

// What is wrong, and in which of this chapter's files it shows. The rest of the
// report differs between compilers.
std::string shortReport(const std::string& report) {
    std::smatch found;
    std::string text;
    if (std::regex_search(report, found,
                          std::regex("ERROR: AddressSanitizer: [a-z-]+"))) {
        text += found.str() + '\n';
    }
    if (std::regex_search(report, found, std::regex("\n(READ|WRITE) of"))) {
        text += "    " + found.str(1);
        const std::regex frame("(chapters/" UNTWIST_CHAPTER "/[a-z_]+[.]cpp)");
        const auto rest = found.suffix().str();
        if (std::regex_search(rest, found, frame)) {
            text += " in " + found.str(1) + '\n';
        }
    }
    return text;
}

void isCaught(const std::string& name, const std::string& file) {
    Program program({programPath(name)});
    CHECK(program.wait() != 0);
    INFO(program.errors());
    const auto report = shortReport(program.errors());
    CHECK(report == kept(file, report));
    CHECK(report.find("heap-use-after-free") != report.npos);
}

#endif

}  // namespace

TEST_CASE("one after the other costs the sum, at once costs the longest") {
    CHECK(duration(oneByOne) == 1500ms);
    CHECK(duration(atOnce) == 400ms);
}

TEST_CASE("it says what chapter 11 said, word for word") {
    const auto said = compareOnFakeClock();
    CHECK(said == untwist::support::transcript(
                      UNTWIST_CHAPTER_DIR
                      "/../11-many-deferreds/transcripts/compared.txt",
                      said));
}

TEST_CASE("the program says the same, with figures of its own") {
    Program program({programPath("main")});
    CHECK(program.wait() == 0);
    const auto upTo = [](const std::string& text) {
        return text.substr(0, text.find("One after the other"));
    };
    CHECK(upTo(program.output()) == upTo(compareOnFakeClock()));
    CHECK(complaints(program) == "");
}

TEST_CASE("cancelling the whole cancels the question that is awaited") {
    int cancelled = 0;
    std::vector<Deferred<std::string>> asked;
    const Question silent = [&] {
        asked.emplace_back([&](auto&) { ++cancelled; });
        return asked.back();
    };
    std::string failure;
    const auto all = oneByOne({silent, silent});
    all.cancel();
    all.addErrback([&](const untwist::Failure& f) { failure = f.type(); });
    CHECK(failure == "untwist::error::CancelledError");
    CHECK(asked.size() == 1);
    CHECK(cancelled == 1);
}

TEST_CASE("what waits for somebody who is gone is gone as well") {
    const auto kept = std::make_shared<int>();
    const auto all = oneByOne({[kept] { return Deferred<std::string>(); }});
    CHECK(kept.use_count() == 1);
    CHECK_FALSE(all.called());
}

TEST_CASE("a hundred thousand answers that are there need no stack") {
    const std::vector<Question> questions(
        100'000, [] { return untwist::succeed(std::string()); });
    std::size_t answers = 0;
    oneByOne(questions).addCallback(
        [&](const Answers& all) { answers = all.size(); });
    CHECK(answers == questions.size());
}

TEST_CASE("each server has its line, whatever became of it") {
    endsWith({"results"}, "results.txt");
}

TEST_CASE("Ctrl-C and SIGTERM while a program waits are no error") {
    const std::vector<std::pair<std::string, std::string>> lastWords{
        {"main", "running"}, {"results", "within"}};
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

TEST_CASE("a conversation, from the question to the goodbye") {
    Server server("talk");
    Client client(server.port);
    client.send("Ann\nyes\nno\n");
    const auto heard = client.receiveAll();
    CHECK(heard == kept("talk.txt", heard));
    CHECK(server.printed() == "");
    CHECK(server.complaints() == "");
}

TEST_CASE("a conversation, line by line") {
    Server server("talk");
    Client client(server.port);
    CHECK(client.receive(13) == "Who are you?\n");
    client.send("B");
    client.send("ob\n");
    CHECK(client.receive(14) == "A quote, Bob?\n");
    client.send("no\n");
    CHECK(client.receiveAll() == "Goodbye, Bob.\n");
    CHECK(server.printed() == "");
}

TEST_CASE("who leaves is noticed where the conversation stands") {
    Server server("talk");
    for (const bool reset : {false, true}) {
        Client client(server.port);
        client.receive(13);
        client.send("Ann\n");
        client.receive(14);
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
        CHECK(server.readUntil("left") == "somebody left without a goodbye");
    }
    CHECK(server.printed() ==
          "somebody left without a goodbye\nsomebody left without a goodbye\n");
    CHECK(server.complaints() == "");
}

TEST_CASE("who leaves while their quote is fetched does no harm") {
    Server server("talk");
    {
        Client client(server.port);
        client.send("Ann\nyes\n");
        client.receive(13 + 14);
    }
    CHECK(server.readUntil("left") == "somebody left without a goodbye");
    CHECK(server.printed() == "somebody left without a goodbye\n");
    CHECK(server.complaints() == "");
}

TEST_CASE("Ctrl-C in the middle of a conversation is no error") {
    Server server("talk");
    Client client(server.port);
    client.receive(13);
    CHECK(server.printed() == "somebody left without a goodbye\n");
    CHECK(server.complaints() == "");
}

TEST_CASE("the remedies print what was meant, and nothing is touched late") {
    endsWith({"lambda", "--fixed"}, "lambda-fixed.txt");
    endsWith({"temporary", "--fixed"}, "temporary-fixed.txt");
    endsWith({"lost", "--keep"}, "lost-keep.txt");
    endsWith({"lost", "--cancel"}, "lost-cancel.txt");
}

#if defined(__SANITIZE_ADDRESS__)

TEST_CASE("a coroutine that outlives its lambda is caught") {
    isCaught("lambda", "lambda-caught.txt");
}

TEST_CASE("a coroutine that outlives a text it refers to is caught") {
    isCaught("temporary", "temporary-caught.txt");
}

TEST_CASE("a coroutine that outlives its connection is caught") {
    isCaught("lost", "lost-caught.txt");
}

#else

TEST_CASE("the three mistakes are caught by AddressSanitizer") {
    MESSAGE("skipped: this build is without it");
}

#endif

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && \
    defined(__GLIBC__)

// Anything may happen; this is what does, where the text was written. The
// number is another one each time.
TEST_CASE("without a sanitizer nobody notices") {
    Program program({programPath("lambda")});
    CHECK(program.wait() == 0);
    CHECK(program.errors() == "");
    const auto numbered = [](const std::string& text) {
        return std::regex_replace(text, std::regex("-?[0-9]+"), "N");
    };
    const auto& said = program.output();
    CHECK(said.find("question 3:") == said.npos);
    CHECK(numbered(said) == numbered(kept("lambda-unnoticed.txt", said)));
}

#endif
