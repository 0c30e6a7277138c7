// Checks <uppercase.hpp>: yours, the solution, or a wrong answer.
//
// Each script is played several times. Only the cuts between the reads differ,
// and a server that is right does not care where they are.
#include <uppercase.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "untwist/testing/conversation.hpp"

using untwist::testing::Conversation;
using untwist::testing::conversation;

TEST_CASE("small letters come back as capitals") {
    conversation<Uppercase>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("hello\n").hears("HELLO\n");
        alice.says("abcdefghijklmnopqrstuvwxyz\n")
            .hears("ABCDEFGHIJKLMNOPQRSTUVWXYZ\n");
    });
}

// The neighbours of a, z, A and Z in the ASCII table are among them.
TEST_CASE("digits, spaces and signs come back as they are") {
    conversation<Uppercase>([](Conversation& talk) {
        talk.connect("alice")
            .says("Route 66, [no] `exit` {here}~ @noon!\n")
            .hears("ROUTE 66, [NO] `EXIT` {HERE}~ @NOON!\n");
    });
}

TEST_CASE("every message is answered, not only the first") {
    conversation<Uppercase>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("one\n").hears("ONE\n");
        alice.says("two\n").hears("TWO\n");
        alice.says("three\n").hears("THREE\n").isOpen();
    });
}

// A length in a string_view is needed here: a literal alone ends at its zero.
TEST_CASE("a zero is a byte like any other") {
    using std::string_view_literals::operator""sv;
    conversation<Uppercase>([](Conversation& talk) {
        talk.connect("alice").says("one\0two\n"sv).hears("ONE\0TWO\n"sv);
    });
}

TEST_CASE("bytes above 127 come back as they are") {
    conversation<Uppercase>([](Conversation& talk) {
        talk.connect("alice")
            .says("caf\xc3\xa9 \xe9 \xff\n")
            .hears("CAF\xc3\xa9 \xe9 \xff\n");
    });
}

TEST_CASE("alice and bob each hear their own answers") {
    conversation<Uppercase>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        alice.says("i am alice\n");
        bob.says("i am bob\n").hears("I AM BOB\n");
        alice.hears("I AM ALICE\n");
    });
}

TEST_CASE("a long text comes back whole") {
    const std::string small(100'000, 'x');
    const std::string large(100'000, 'X');
    conversation<Uppercase>([&](Conversation& talk) {
        talk.connect("alice").says(small).hears(large);
    });
}
