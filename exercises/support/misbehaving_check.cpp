// A check whose cases go wrong in every way that a learner's code can: what
// check_test.cpp runs.
#include <doctest/doctest.h>

#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "untwist/testing/conversation.hpp"
#include "untwist/testing/story.hpp"

using untwist::Bytes;
using untwist::Protocol;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::step;

namespace {

class Endless : public Protocol {
    void dataReceived(Bytes) override {
        volatile bool forever = true;
        while (forever) continue;
    }
};

class Hoarder : public Protocol {
    void dataReceived(Bytes) override {
        for (;;) hoard_.emplace_back(1U << 20U, 'x');
    }
    std::vector<std::string> hoard_;
};

struct ExitsWhenDestroyed {
    ~ExitsWhenDestroyed() { std::exit(0); }
};

void fail() { throw std::runtime_error("too late"); }

struct ThrowsWhenDestroyed {
    ~ThrowsWhenDestroyed() { fail(); }
};

// A global object: it misbehaves before main, as it is asked to, and after it.
struct Global {
    Global() {
        const char* asked = std::getenv("UNTWIST_MISBEHAVE");
        const std::string_view how = asked ? asked : "";
        if (how == "exit") std::exit(0);
        if (how == "_exit") _exit(0);
        if (how == "abort") std::abort();
        if (how == "hang") pause();
    }
    ~Global() { _exit(0); }
} global;

// What a daemon does: nobody's child, in a session of its own.
void daemonise() {
    if (fork() > 0) _exit(0);
    setsid();
    if (fork() > 0) _exit(0);
}

void sleepForever() {
    for (;;) pause();
}

// By a pointer that may change, so that no optimiser makes it a loop.
int fallFrom(int height);
int (*volatile fall)(int) = fallFrom;
int fallFrom(int height) { return fall(height + 1) + height; }

}  // namespace

TEST_CASE("passes") { CHECK(true); }

TEST_CASE("hangs") {
    conversation<Endless>(
        [](Conversation& talk) { talk.connect("alice").says("hello\n"); });
}

TEST_CASE("fails twice") {
    step("I compare");
    CHECK(std::string("a\n") == "b");
    step("I never get told");
    CHECK(false);
}

TEST_CASE("throws, after printing") {
    std::cout << "so far so good" << std::endl;
    throw std::runtime_error("something broke");
}

TEST_CASE("exits") {
    step("I make something that exits when it is destroyed");
    const ExitsWhenDestroyed something;
}

TEST_CASE("is killed by a signal") {
    step("I raise SIGKILL");
    std::raise(SIGKILL);
}

TEST_CASE("aborts") {
    step("I abort");
    std::abort();
}

TEST_CASE("throws in a destructor") { const ThrowsWhenDestroyed something; }

TEST_CASE("falls without end") { CHECK(fallFrom(0) == 0); }

TEST_CASE("leaks") { new int[10]{}; }

TEST_CASE("ends with _exit") { _exit(0); }

TEST_CASE("ends with quick_exit") { std::quick_exit(0); }

TEST_CASE("exits in a thread") {
    std::thread([] { std::exit(0); }).detach();
    sleepForever();
}

TEST_CASE("exits at exit") {
    std::atexit([] { _exit(0); });
    std::exit(1);
}

TEST_CASE("stops itself") { std::raise(SIGSTOP); }

TEST_CASE("kills its group") {
    step("I kill my process group");
    kill(0, SIGKILL);
}

TEST_CASE("ends its parent") {
    kill(getppid(), SIGTERM);
    sleepForever();
}

TEST_CASE("stops its parent, who goes on") { kill(getppid(), SIGSTOP); }

TEST_CASE("kills its parent") {
    kill(getppid(), SIGKILL);
    sleepForever();
}

TEST_CASE("fills memory") {
    conversation<Hoarder>(
        [](Conversation& talk) { talk.connect("alice").says("more\n"); });
}

TEST_CASE("fills memory in a child") {
    if (fork() == 0) {
        std::vector<std::string> hoard;
        for (;;) hoard.emplace_back(1U << 20U, 'x');
    }
    sleepForever();
}

TEST_CASE("forks without end") {
    for (;;) fork();
}

TEST_CASE("prints without end") {
    for (;;) std::puts("still here");
}

TEST_CASE("fills the disk") {
    std::FILE* file = std::tmpfile();
    const std::string block(1U << 20U, 'x');
    for (;;) std::fputs(block.c_str(), file);
}

TEST_CASE("reads standard input") {
    std::string line;
    while (std::getline(std::cin, line)) continue;
    CHECK(line == "yes");
}

TEST_CASE("closes its descriptors") {
    for (int fd = 0; fd < 100; ++fd) close(fd);
    CHECK(false);
}

TEST_CASE("leaves its folder") {
    if (chdir("/") != 0) std::abort();
    CHECK(false);
}

TEST_CASE("ignores all signals and hangs") {
    for (int number = 1; number < 32; ++number) std::signal(number, SIG_IGN);
    sleepForever();
}

TEST_CASE("hangs with a child") {
    if (fork() == 0) setsid();
    sleepForever();
}

// It lies where the check's verdict will lie.
TEST_CASE("writes results of its own") {
    std::ofstream(UNTWIST_TEST_FOLDER "/results.json")
        << R"({"passed": true, "cases": []})";
    CHECK(false);
}

// The orphans must go with the case, also the one in a session of its own. It
// says who it is, so that the test can look for it.
TEST_CASE("leaves processes behind") {
    std::array<int, 2> ready{};
    if (pipe(ready.data()) != 0) std::abort();
    for (const auto leave : {+[] {}, +[] { setsid(); }, daemonise}) {
        if (fork() == 0) {
            leave();
            std::printf("orphan %d \n", getpid());
            close(ready[1]);
            sleepForever();
        }
    }
    close(ready[1]);
    char end = 0;
    while (read(ready[0], &end, 1) > 0) continue;  // all have said who they are
    CHECK(false);
}

TEST_CASE("prints a million bytes") {
    const std::string line(9'999, 'x');
    for (int i = 0; i < 100; ++i) std::puts(line.c_str());
    std::puts("the end");
    CHECK(false);
}

TEST_CASE("the last, passes as well") { CHECK(true); }
