// Checks <cap_100.hpp>: yours, the solution, or a wrong answer.
#include <cap_100.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include "untwist/testing/conversation.hpp"
#include "untwist/testing/story.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Address;
using untwist::Protocol;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::quoted;
using untwist::testing::step;
using untwist::testing::StoryFailure;
using untwist::testing::StringTransport;

namespace {

const std::string kRefusal = "Too many connections, try later\r\n";

std::shared_ptr<CappedEcho> serverFor(std::size_t most) {
    step("a server with room for " + std::to_string(most));
    return std::make_shared<CappedEcho>(most);
}

void withRoomFor(std::size_t most, const Conversation::Script& script) {
    conversation([=] { return serverFor(most); }, script);
}

void isServed(untwist::testing::Peer& client) {
    client.says("hello\n").hears("hello\n").isOpen();
}

void isSentAway(untwist::testing::Peer& client) {
    client.hears(kRefusal).isClosed();
}

// A client on a transport of its own: it stays until the test ends it, whatever
// the server asks for.
struct Guest {
    std::string name;
    std::shared_ptr<StringTransport> transport;
    std::shared_ptr<Protocol> protocol;

    Guest(CappedEcho& factory, std::string called) : name(std::move(called)) {
        step(name + " connects");
        const Address peer("192.0.2.7", 50001);
        transport = std::make_shared<StringTransport>(peer);
        protocol = factory.buildProtocol(peer);
        if (protocol) protocol->makeConnection(transport);
    }

    void says(const std::string& data) const {
        step(name + " says " + quoted(data));
        if (protocol) protocol->dataReceived(data);
    }

    void shouldHear(const std::string& expected) const {
        step(name + " should have heard " + quoted(expected));
        if (transport->value() != expected) {
            throw StoryFailure(quoted(expected), quoted(transport->value()));
        }
    }

    void closes() const {
        step(name + " closes the connection: connectionLost");
        protocol->connectionLost(
            untwist::Failure(untwist::error::ConnectionDone()));
    }
};

void shouldBeServed(const Guest& guest) {
    guest.says("hello");
    guest.shouldHear("hello");
}

}  // namespace

TEST_CASE("a hundred are served") {
    conversation(
        [] {
            step("a server with room for so many as it has by itself: 100");
            return std::make_shared<CappedEcho>();
        },
        [](Conversation& talk) {
            for (int i = 1; i <= 100; ++i) {
                isServed(talk.connect("client " + std::to_string(i)));
            }
        });
}

TEST_CASE("one more is told to try later, and closed") {
    withRoomFor(2, [](Conversation& talk) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        isSentAway(talk.connect("carol"));
        isServed(alice);
        isServed(bob);
    });
}

TEST_CASE("who leaves makes room for one, and not for two") {
    withRoomFor(2, [](Conversation& talk) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        alice.leaves();
        isServed(talk.connect("carol"));
        isSentAway(talk.connect("dave"));
        isServed(bob);
    });
}

TEST_CASE("who breaks off makes room, too") {
    withRoomFor(2, [](Conversation& talk) {
        talk.connect("alice").vanishes();
        talk.connect("bob").vanishes();
        isServed(talk.connect("carol"));
        isServed(talk.connect("dave"));
    });
}

TEST_CASE("those who are sent away leave no place behind") {
    withRoomFor(1, [](Conversation& talk) {
        isServed(talk.connect("alice"));
        isSentAway(talk.connect("bob"));
        isSentAway(talk.connect("carol"));
        isSentAway(talk.connect("dave"));
    });
}

TEST_CASE("who has left takes no place, even if the protocol is still held") {
    const auto factory = serverFor(1);
    const Guest alice(*factory, "alice");
    shouldBeServed(alice);
    alice.closes();
    step("something still holds alice's protocol, as a timer's call might");
    shouldBeServed(Guest(*factory, "bob"));
}

TEST_CASE("who is sent away and is slow to go takes no place") {
    const auto factory = serverFor(1);
    Guest alice(*factory, "alice");
    const Guest bob(*factory, "bob");
    bob.shouldHear(kRefusal);
    alice.closes();
    alice.protocol.reset();
    step("bob, who was sent away, is still there");
    shouldBeServed(Guest(*factory, "carol"));
}

TEST_CASE("a server without room serves nobody") {
    withRoomFor(0, [](Conversation& talk) {
        isSentAway(talk.connect("alice"));
        isSentAway(talk.connect("bob"));
    });
}

TEST_CASE("two servers in one program count each for itself") {
    std::shared_ptr<CappedEcho> other;
    conversation(
        [&] {
            step("two servers, each with room for 1");
            other = std::make_shared<CappedEcho>(1);
            return std::make_shared<CappedEcho>(1);
        },
        [&](Conversation& talk) {
            const Guest guest(*other, "the other server's guest");
            isServed(talk.connect("alice"));
            isSentAway(talk.connect("bob"));
        });
}
