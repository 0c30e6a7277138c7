// Checks <farewell.hpp>: yours, the solution, or a wrong answer.
#include <farewell.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "untwist/testing/conversation.hpp"

using untwist::Factory;
using untwist::testing::Conversation;
using untwist::testing::conversation;

namespace {

// Plays the script, each time with an empty diary.
void withDiary(
    const std::function<void(Conversation&, const std::string&)>& script) {
    std::string diary;
    conversation(
        [&] {
            diary.clear();
            return Factory::forProtocol<Farewell>(std::ref(diary));
        },
        [&](Conversation& talk) { script(talk, diary); });
}

}  // namespace

TEST_CASE("at a full stop the server says goodbye and closes") {
    withDiary([](Conversation& talk, const std::string&) {
        talk.connect("alice").says("Bye.").hears("Goodbye!\n").isClosed();
    });
}

TEST_CASE("until then it listens in silence") {
    withDiary([](Conversation& talk, const std::string&) {
        auto& alice = talk.connect("alice");
        alice.says("Hello, ").says("are you there?").hearsNothing().isOpen();
        alice.says("Then bye.").hears("Goodbye!\n").isClosed();
    });
}

TEST_CASE("one goodbye is enough") {
    withDiary([](Conversation& talk, const std::string&) {
        talk.connect("alice")
            .says("Well... bye.")
            .hears("Goodbye!\n")
            .isClosed();
    });
}

TEST_CASE("a goodbye is in the diary once") {
    withDiary([](Conversation& talk, const std::string& diary) {
        talk.connect("alice").says("Bye.").hears("Goodbye!\n").isClosed();
        CHECK(diary == "said goodbye\n");
    });
}

TEST_CASE("who leaves without a full stop has not said goodbye") {
    withDiary([](Conversation& talk, const std::string& diary) {
        talk.connect("alice").says("So long").leaves();
        CHECK(diary == "left\n");
    });
}

TEST_CASE("a connection that breaks is told from one that is closed") {
    withDiary([](Conversation& talk, const std::string& diary) {
        talk.connect("alice").says("So").vanishes();
        CHECK(diary == "was cut off\n");
    });
}

TEST_CASE("nothing is in the diary before the connection is over") {
    withDiary([](Conversation& talk, const std::string& diary) {
        auto& alice = talk.connect("alice");
        alice.stopsReading().says("Bye.").hearsNothing();
        CHECK(diary == "");
        alice.readsAgain().hears("Goodbye!\n").isClosed();
        CHECK(diary == "said goodbye\n");
    });
}

TEST_CASE("a goodbye that does not get through is none") {
    withDiary([](Conversation& talk, const std::string& diary) {
        talk.connect("alice").stopsReading().says("Bye.").vanishes();
        CHECK(diary == "was cut off\n");
    });
}

TEST_CASE("each connection has its own line") {
    withDiary([](Conversation& talk, const std::string& diary) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        bob.says("Bye.").hears("Goodbye!\n").isClosed();
        alice.isOpen().leaves();
        CHECK(diary == "said goodbye\nleft\n");
    });
}
