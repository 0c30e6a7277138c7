// Checks <tally.hpp>: yours, the solution, or a wrong answer.
#include <tally.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>

#include "untwist/testing/conversation.hpp"
#include "untwist/testing/story.hpp"

using untwist::Address;
using untwist::Factory;
using untwist::Protocol;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::step;

namespace {

// Makes a Tally and lets go of it: the connection alone keeps it alive.
class OneTally : public Factory {
  public:
    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        auto protocol = std::make_shared<Tally>();
        made_ = protocol;
        return protocol;
    }

    bool isConnected() const { return !made_.expired(); }

  private:
    std::weak_ptr<Protocol> made_;
};

}  // namespace

TEST_CASE("the answer comes when the client has said all") {
    conversation<Tally>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("hello, world").halfCloses().hears("12 bytes\n");
    });
}

TEST_CASE("until then there is no answer") {
    conversation<Tally>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("hello\n").hearsNothing().isOpen();
        alice.says("world\n").hearsNothing().isOpen();
        alice.halfCloses().hears("12 bytes\n");
    });
}

TEST_CASE("who says nothing has sent 0 bytes") {
    conversation<Tally>([](Conversation& talk) {
        talk.connect("alice").halfCloses().hears("0 bytes\n");
    });
}

TEST_CASE("after the answer the server closes") {
    conversation<Tally>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("abc").halfCloses().hears("3 bytes\n").isClosed();
    });
}

TEST_CASE("the server keeps nothing of a connection that is over") {
    std::shared_ptr<OneTally> factory;
    conversation(
        [&] { return factory = std::make_shared<OneTally>(); },
        [&](Conversation& talk) {
            talk.connect("alice").halfCloses().hears("0 bytes\n").isClosed();
            step("no connection should be left on the server's side");
            CHECK_FALSE(factory->isConnected());
        });
}

TEST_CASE("a client that takes its time still gets the answer") {
    conversation<Tally>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.stopsReading().says("abc").halfCloses().hearsNothing().isOpen();
        alice.readsAgain().hears("3 bytes\n").isClosed();
    });
}

TEST_CASE("a connection that breaks gets no answer") {
    conversation<Tally>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("abc").hearsNothing().vanishes().isReset();
    });
}

TEST_CASE("zeros are bytes, and each client has its own count") {
    using std::string_view_literals::operator""sv;
    conversation<Tally>([](Conversation& talk) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        alice.says("a\0b"sv);
        bob.says("12345").halfCloses().hears("5 bytes\n").isClosed();
        alice.halfCloses().hears("3 bytes\n").isClosed();
    });
}
