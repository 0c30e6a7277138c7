// Checks <framing.hpp>: yours, the solution, or a wrong answer.
#include <framing.hpp>

#include <doctest/doctest.h>

#include <string>

#include "untwist/testing/conversation.hpp"

using std::string_literals::operator""s;
using untwist::testing::Conversation;
using untwist::testing::conversation;

TEST_CASE("a line is answered") {
    conversation<Lines>([](Conversation& talk) {
        talk.connect("alice").says("hello\r\n").hears("[hello]\r\n").isOpen();
    });
}

TEST_CASE("a line that comes in pieces is one line") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("he").hearsNothing();
        alice.says("llo").hearsNothing();
        alice.says("\r\n").hears("[hello]\r\n");
    });
}

TEST_CASE("the line end itself may be cut in two") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("hello\r").hearsNothing();
        alice.says("\n").hears("[hello]\r\n");
    });
}

TEST_CASE("two lines in one read are two lines") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("one\r\ntwo\r\n").hears("[one]\r\n[two]\r\n");
    });
}

TEST_CASE("what comes after a line's end begins the next line") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("one\r\ntw").hears("[one]\r\n").hearsNothing();
        alice.says("o\r\n").hears("[two]\r\n");
    });
}

TEST_CASE("an empty line is a line") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("\r\n").hears("[]\r\n");
        alice.says("a\r\n\r\nb\r\n").hears("[a]\r\n[]\r\n[b]\r\n");
    });
}

TEST_CASE("a return or a newline alone ends nothing") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("a\nb\rc\n\r").hearsNothing();
        alice.says("d\r\r\n").hears("[a\nb\rc\n\rd\r]\r\n");
    });
}

TEST_CASE("a line may hold any bytes") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("a\0b\xff\r\n"s).hears("[a\0b\xff]\r\n"s);
    });
}

TEST_CASE("a line of 20 bytes is not too long, wherever it is cut") {
    const std::string longest(Lines::kLongest, 'x');
    conversation<Lines>([&](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says(longest + "\r\n").hears("[" + longest + "]\r\n");
        alice.says(longest).hearsNothing();
        alice.says("\r").hearsNothing().isOpen();
        alice.says("\n").hears("[" + longest + "]\r\n").isOpen();
    });
}

TEST_CASE("a line of 21 bytes is too long") {
    const std::string tooLong(Lines::kLongest + 1, 'x');
    conversation<Lines>([&](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says(tooLong + "\r\n").hears("too long\r\n").isClosed();
    });
}

TEST_CASE("a line that never ends is too long as soon as that is certain") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says(std::string(Lines::kLongest + 2, 'x'));
        alice.hears("too long\r\n").isClosed();
    });
}

TEST_CASE("many short lines in one read are not a long one") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        std::string said;
        std::string heard;
        for (int i = 10; i < 30; ++i) {
            said += std::to_string(i) + "\r\n";
            heard += "[" + std::to_string(i) + "]\r\n";
        }
        alice.says(said).hears(heard).isOpen();
    });
}

TEST_CASE("the lines before one that is too long are answered") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("one\r\ntwo\r\n" + std::string(30, 'x') + "\r\n");
        alice.hears("[one]\r\n[two]\r\ntoo long\r\n").isClosed();
    });
}

TEST_CASE("after a line that is too long nothing is answered") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says(std::string(30, 'x') + "\r\nhello\r\n");
        alice.hears("too long\r\n").isClosed();
    });
}

TEST_CASE("each client has lines of its own") {
    conversation<Lines>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        alice.says("he").hearsNothing();
        bob.says("hi\r\n").hears("[hi]\r\n");
        alice.says("llo\r\n").hears("[hello]\r\n");
    });
}
