// Chapter 10's programs, run as a user runs them.
#include <doctest/doctest.h>

#include <csignal>
#include <sstream>
#include <string>

#include "support/chapter_test.hpp"

using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;

namespace {

// Standard error, but for the warnings that a busy machine earns, and with the
// sources' places as a reader of the repository knows them.
std::string complaints(const Program& program) {
    const std::string folder = UNTWIST_CHAPTER_DIR;
    std::istringstream lines(program.errors());
    std::string all;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("held the reactor") != std::string::npos) continue;
        if (const auto at = line.find(folder); at != std::string::npos) {
            line.replace(at, folder.size(), "chapters/" UNTWIST_CHAPTER);
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

TEST_CASE("the three servers are asked in turn, and what came is printed") {
    endsWith("main", "asked.txt");
}

TEST_CASE("the call returns before the first answer is there") {
    Program program({programPath("main")});
    CHECK(program.readLine() == "sage: I ask");
    CHECK(program.readLine() == "I have asked one of three, and go on");
}

TEST_CASE("callbacks are called when it fires, or at once if it has") {
    endsWith("by-hand", "by-hand.txt");
}

TEST_CASE("the picture shows where each result was, stage by stage") {
    endsWith("tracks", "tracks.txt");
}

TEST_CASE("an error that nobody handles is reported, with where it came from") {
    Program program({programPath("unhandled")});
    program.readErrorsUntil("passed the callback");
    program.signal(SIGINT);
    CHECK(program.wait() == 0);
    CHECK(program.output() == "mute: I ask\n");
    CHECK(complaints(program) == kept("unhandled.txt", complaints(program)));
}

TEST_CASE("Ctrl-C while an answer is awaited is no error") {
    for (const std::string awaited : {"sage", "mute"}) {
        for (const int number : {SIGINT, SIGTERM}) {
            CAPTURE(awaited);
            CAPTURE(number);
            Program program({programPath("main")});
            program.readUntil(awaited);
            program.signal(number);
            const int code = program.wait();
            const auto& said = program.output();
            if (said.find("the connection was refused") != said.npos) {
                continue;  // this machine was busy: it came to its end before
            }
            CHECK(code == 0);
            CHECK(complaints(program) == "");
        }
    }
}

TEST_CASE("after Ctrl-C no further server is asked") {
    for (const std::string name : {"main", "tracks"}) {
        CAPTURE(name);
        Program program({programPath(name)});
        program.readUntil(name == "main" ? "and go on" : "three servers");
        program.signal(SIGINT);
        CHECK(program.wait() == 0);
        const auto& said = program.output();
        if (said.find("Measure twice") != said.npos) continue;  // too busy
        CHECK(said.find("sage: sorry") != said.npos);
        CHECK(said.find("mute:") == said.npos);
        CHECK(said.find("gone:") == said.npos);
        CHECK(complaints(program) == "");
    }
}
