// Checks <idle.hpp>: yours, the solution, or a wrong answer.
#include <idle.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "untwist/testing/conversation.hpp"
#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::Factory;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

// Clients may be silent for ten seconds.
void withPatience(const Conversation::Script& script) {
    conversation(
        [](Conversation& talk) {
            step("a server whose patience is 10 s");
            return Factory::forProtocol<IdleEcho>(std::ref(talk.clock()), 10s);
        },
        script);
}

void shouldLeaveNoCall(Conversation& talk) {
    step("no call should be left to come");
    const auto left = talk.clock().getDelayedCalls().size();
    if (left > 0) throw StoryFailure("none", std::to_string(left));
}

}  // namespace

TEST_CASE("it echoes") {
    withPatience([](Conversation& talk) {
        talk.connect("alice").says("hello\n").hears("hello\n").isOpen();
    });
}

TEST_CASE("who is silent for so long is cut off, and not before") {
    withPatience([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("hello\n").hears("hello\n");
        talk.waits(9s);
        alice.isOpen();
        talk.waits(1s);
        alice.isReset();
    });
}

TEST_CASE("who never says a word is cut off as well") {
    withPatience([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        talk.waits(9s);
        alice.isOpen();
        talk.waits(1s);
        alice.isReset();
    });
}

TEST_CASE("what a client says starts the time anew") {
    withPatience([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        for (int i = 0; i < 5; ++i) {
            talk.waits(9s);
            alice.says("x").hears("x").isOpen();
        }
        talk.waits(10s);
        alice.isReset();
    });
}

TEST_CASE("only the last word counts, however many there were") {
    withPatience([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        for (int i = 0; i < 3; ++i) {
            alice.says("x").hears("x");
            talk.waits(1s);
        }
        talk.waits(8s);
        alice.isOpen();
        talk.waits(1s);
        alice.isReset();
    });
}

TEST_CASE("each client has a time of its own") {
    withPatience([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        talk.waits(6s);
        auto& bob = talk.connect("bob");
        talk.waits(3s);
        bob.says("x").hears("x");
        talk.waits(1s);
        alice.isReset();
        talk.waits(8s);
        bob.isOpen();
        talk.waits(1s);
        bob.isReset();
    });
}

TEST_CASE("who does not read is cut off, whatever waits to be sent") {
    withPatience([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.stopsReading().says("hello\n").isOpen();
        talk.waits(10s);
        alice.isReset();
    });
}

TEST_CASE("who has left leaves no call behind") {
    withPatience([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("x").hears("x").leaves();
        shouldLeaveNoCall(talk);
    });
}

TEST_CASE("who breaks off leaves no call behind") {
    withPatience([](Conversation& talk) {
        talk.connect("alice").vanishes();
        shouldLeaveNoCall(talk);
    });
}
