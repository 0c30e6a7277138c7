// A check whose cases go wrong in every way that a learner's code can: what
// check_test.cpp runs.
#include <doctest/doctest.h>

#include <sys/types.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

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

struct ExitsWhenDestroyed {
    ~ExitsWhenDestroyed() { std::exit(0); }
};

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

// The orphans must go with the case, also the one in a session of its own. It
// says who it is, so that the test can look for it.
TEST_CASE("leaves processes behind") {
    for (const bool ownSession : {false, true}) {
        const pid_t orphan = fork();
        if (orphan == 0) {
            if (ownSession) setsid();
            sleep(600);
            _exit(0);
        }
        std::cout << "orphan " << orphan << " " << std::endl;
    }
    CHECK(false);
}

TEST_CASE("prints ten million bytes") {
    const std::string line(9'999, 'x');
    for (int i = 0; i < 1000; ++i) std::puts(line.c_str());
    std::puts("the end");
    CHECK(false);
}

TEST_CASE("the last, passes as well") { CHECK(true); }
