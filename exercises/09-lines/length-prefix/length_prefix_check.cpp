// Checks <length_prefix.hpp>: yours, the solution, or a wrong answer.
#include <length_prefix.hpp>

#include <doctest/doctest.h>

#include <string>

#include "untwist/testing/conversation.hpp"

using std::string_literals::operator""s;
using untwist::testing::Conversation;
using untwist::testing::conversation;

namespace {

// As it travels. No message in here is longer than 65535 bytes.
std::string framed(const std::string& message) {
    return "\0\0"s + static_cast<char>(message.size() / 256) +
           static_cast<char>(message.size() % 256) + message;
}

std::string reversed(const std::string& message) {
    return {message.rbegin(), message.rend()};
}

const std::string kTooMuch = "\0\0\x03\xe9"s;  // 1001

}  // namespace

TEST_CASE("a message comes back reversed, its length in front") {
    conversation<Reverser>([](Conversation& talk) {
        talk.connect("alice")
            .says("\0\0\0\5hello"s)
            .hears("\0\0\0\5olleh"s)
            .isOpen();
    });
}

TEST_CASE("a message may be cut anywhere, its length too") {
    conversation<Reverser>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("\0"s).hearsNothing();
        alice.says("\0\0"s).hearsNothing();
        alice.says("\5hel"s).hearsNothing();
        alice.says("lo").hears(framed("olleh"));
    });
}

TEST_CASE("two messages in one read are two") {
    conversation<Reverser>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says(framed("one") + framed("two"));
        alice.hears(framed("eno") + framed("owt"));
    });
}

TEST_CASE("what comes after a message begins the next one") {
    conversation<Reverser>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says(framed("one") + "\0\0"s).hears(framed("eno")).hearsNothing();
        alice.says("\0\3two"s).hears(framed("owt"));
    });
}

TEST_CASE("an empty message is a message") {
    conversation<Reverser>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("\0\0\0\0"s).hears("\0\0\0\0"s);
        alice.says(framed("") + framed("a")).hears(framed("") + framed("a"));
    });
}

TEST_CASE("a message may hold any bytes") {
    const auto any = "a\0b\r\n\0\0\0\1\xff"s;
    conversation<Reverser>([&](Conversation& talk) {
        talk.connect("alice").says(framed(any)).hears(framed(reversed(any)));
    });
}

TEST_CASE("the most significant byte comes first") {
    const std::string message(258, 'x');
    conversation<Reverser>([&](Conversation& talk) {
        talk.connect("alice")
            .says("\0\0\1\2"s + message)
            .hears("\0\0\1\2"s + message);
    });
}

TEST_CASE("the bytes of a length have no sign") {
    const std::string message(200, 'x');
    conversation<Reverser>([&](Conversation& talk) {
        talk.connect("alice")
            .says("\0\0\0\xc8"s + message)
            .hears("\0\0\0\xc8"s + message);
    });
}

TEST_CASE("a message of 1000 bytes is not too long") {
    const auto longest = framed(std::string(Reverser::kLongest, 'x'));
    conversation<Reverser>([&](Conversation& talk) {
        talk.connect("alice").says(longest).hears(longest).isOpen();
    });
}

TEST_CASE("who announces 1001 bytes has to go before they come") {
    conversation<Reverser>([](Conversation& talk) {
        talk.connect("alice").says(kTooMuch).isClosed();
    });
}

TEST_CASE("who announces gigabytes has to go") {
    for (const auto& announced :
         {"\xff\xff\xff\xff"s, "\x80\0\0\0"s, "\xff\xff\xff\xfc"s}) {
        conversation<Reverser>([&](Conversation& talk) {
            talk.connect("alice").says(announced).isClosed();
        });
    }
}

TEST_CASE("after that nothing is answered") {
    conversation<Reverser>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says(framed("one") + kTooMuch + framed("two"));
        alice.hears(framed("eno")).isClosed();
    });
}

TEST_CASE("each client has messages of its own") {
    conversation<Reverser>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        alice.says("\0\0\0\5he"s).hearsNothing();
        bob.says(framed("hi")).hears(framed("ih"));
        alice.says("llo").hears(framed("olleh"));
    });
}
