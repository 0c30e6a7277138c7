// Checks <chat.hpp>: yours, the solution, or a wrong answer.
#include <chat.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "untwist/testing/conversation.hpp"

using untwist::Bytes;
using untwist::Factory;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::Peer;

namespace {

void inRoom(const Conversation::Script& script) {
    conversation(
        [] { return Factory::forProtocol<Chatter>(std::make_shared<Room>()); },
        script);
}

// Somebody of that name, who is let in; the story calls them `who`.
Peer& enter(Conversation& talk, const std::string& name,
            const std::string& who = "") {
    return talk.connect(who.empty() ? name : who)
        .says(name + "\n")
        .hears("welcome\n");
}

}  // namespace

TEST_CASE("the first line is the name") {
    inRoom([](Conversation& talk) {
        talk.connect("alice").says("alice\n").hears("welcome\n").isOpen();
    });
}

TEST_CASE("who is there hears who comes") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        auto& bob = enter(talk, "bob");
        alice.hears("+ bob\n").hearsNothing();
        bob.hearsNothing();
    });
}

TEST_CASE("the others hear what is said, and who says it does not") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        auto& bob = enter(talk, "bob");
        auto& carol = enter(talk, "carol");
        alice.hears("+ bob\n+ carol\n");
        bob.hears("+ carol\n");
        alice.says("hello\n").says("is it raining?\n").hearsNothing();
        bob.hears("alice: hello\nalice: is it raining?\n");
        carol.hears("alice: hello\nalice: is it raining?\n");
        carol.says("no\n").hearsNothing();
        alice.hears("carol: no\n");
        bob.hears("carol: no\n");
    });
}

TEST_CASE("a name that is taken is refused, and another one is not") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        auto& other = talk.connect("another alice");
        other.says("alice\n").hears("taken\n");
        alice.hearsNothing();
        other.says("alicia\n").hears("welcome\n");
        alice.hears("+ alicia\n");
    });
}

TEST_CASE("who leaves is missed, and the name is free") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        auto& bob = enter(talk, "bob");
        alice.hears("+ bob\n").leaves();
        bob.hears("- alice\n").says("alice?\n");
        enter(talk, "alice", "a new alice");
        bob.hears("+ alice\n");
    });
}

TEST_CASE("so is who is cut off") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        auto& bob = enter(talk, "bob");
        alice.hears("+ bob\n").vanishes();
        bob.hears("- alice\n");
        enter(talk, "alice", "a new alice");
        bob.hears("+ alice\n");
    });
}

TEST_CASE("who has no name yet hears nothing") {
    inRoom([](Conversation& talk) {
        auto& nobody = talk.connect("somebody");
        auto& alice = enter(talk, "alice");
        auto& bob = enter(talk, "bob");
        alice.hears("+ bob\n").says("hello\n");
        bob.hears("alice: hello\n").leaves();
        alice.hears("- bob\n");
        nobody.hearsNothing().leaves();
        alice.hearsNothing();
    });
}

TEST_CASE("who was refused a name does not take it along") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        talk.connect("another alice").says("alice\n").hears("taken\n").leaves();
        alice.hearsNothing();
        talk.connect("a third alice").says("alice\n").hears("taken\n");
    });
}

TEST_CASE("the end is for everybody") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        auto& bob = enter(talk, "bob");
        auto& carol = enter(talk, "carol");
        auto& nobody = talk.connect("somebody");
        alice.hears("+ bob\n+ carol\n");
        bob.hears("+ carol\n");
        bob.says("/end\n");
        alice.hears("the end\n").isClosed();
        bob.hears("the end\n").isClosed();
        carol.hears("the end\n").isClosed();
        nobody.hearsNothing().isOpen();
    });
}

TEST_CASE("who is alone can end it too") {
    inRoom([](Conversation& talk) {
        enter(talk, "alice").says("/end\n").hears("the end\n").isClosed();
    });
}

TEST_CASE("after the end there is a new room, and every name is free") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        auto& bob = enter(talk, "bob");
        alice.hears("+ bob\n").says("/end\n").hears("the end\n").isClosed();
        bob.hears("the end\n").isClosed();
        auto& newBob = enter(talk, "bob", "a new bob");
        auto& newAlice = enter(talk, "alice", "a new alice");
        newBob.hears("+ alice\n").says("again?\n");
        newAlice.hears("bob: again?\n");
    });
}

TEST_CASE("who closes late takes nothing from the new room") {
    inRoom([](Conversation& talk) {
        auto& alice = enter(talk, "alice");
        auto& bob = enter(talk, "bob");
        alice.hears("+ bob\n").stopsReading();
        bob.says("/end\n").hears("the end\n").isClosed();
        auto& newAlice = enter(talk, "alice", "a new alice");
        auto& newBob = enter(talk, "bob", "a new bob");
        newAlice.hears("+ bob\n");
        alice.readsAgain().hears("the end\n").isClosed();
        newBob.hearsNothing().says("still there?\n");
        newAlice.hears("bob: still there?\n");
        talk.connect("a third alice").says("alice\n").hears("taken\n");
    });
}
