// Checks <the_task.hpp>: yours, the solution, or a wrong answer.
#include <the_task.hpp>

#include <doctest/doctest.h>

#include "untwist/testing/conversation.hpp"

using untwist::testing::Conversation;
using untwist::testing::conversation;

TEST_CASE("what is said is answered with itself") {
    conversation<TheTask>([](Conversation& talk) {
        talk.connect("alice").says("hello").hears("hello").isOpen();
    });
}

TEST_CASE("it goes on answering") {
    conversation<TheTask>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("one").hears("one");
        alice.says("two").hears("two").isOpen();
    });
}
