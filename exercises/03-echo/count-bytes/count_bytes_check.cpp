// Checks <count_bytes.hpp>: yours, the solution, or a wrong answer.
#include <count_bytes.hpp>

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "untwist/testing/conversation.hpp"

using untwist::testing::Conversation;
using untwist::testing::conversation;

TEST_CASE("a question is answered with the number of bytes before it") {
    conversation<CountBytes>([](Conversation& talk) {
        talk.connect("alice").says("hello?").hears("5\n");
    });
}

TEST_CASE("without a question there is no answer") {
    conversation<CountBytes>([](Conversation& talk) {
        talk.connect("alice").says("hello\n").hearsNothing();
    });
}

TEST_CASE("bytes that come in several messages add up") {
    conversation<CountBytes>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("hel").says("lo").says("?").hears("5\n");
        alice.says("abc?").hears("8\n");
    });
}

TEST_CASE("two questions in one message get two counts") {
    conversation<CountBytes>([](Conversation& talk) {
        talk.connect("alice").says("ab?cde?f").hears("2\n5\n");
    });
}

TEST_CASE("question marks are not counted") {
    conversation<CountBytes>([](Conversation& talk) {
        talk.connect("alice").says("???").hears("0\n0\n0\n");
    });
}

// #region own-count
TEST_CASE("each connection has a count of its own") {
    conversation<CountBytes>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        alice.says("aaa");
        bob.says("b?").hears("1\n");
        alice.says("?").hears("3\n");
    });
}
// #endregion

TEST_CASE("who comes later starts from zero") {
    conversation<CountBytes>([](Conversation& talk) {
        talk.connect("alice").says("abc?").hears("3\n").leaves();
        talk.connect("bob").says("?").hears("0\n");
    });
}

TEST_CASE("every byte counts, zeros and line ends too") {
    using std::string_view_literals::operator""sv;
    conversation<CountBytes>([](Conversation& talk) {
        talk.connect("alice").says("a\0\r\n\xff?"sv).hears("5\n");
    });
}

TEST_CASE("a hundred thousand bytes are counted") {
    const std::string many(100'000, 'x');
    conversation<CountBytes>([&](Conversation& talk) {
        talk.connect("alice").says(many).says("?").hears("100000\n");
    });
}
