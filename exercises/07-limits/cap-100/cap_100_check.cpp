// Checks <cap_100.hpp>: yours, the solution, or a wrong answer.
#include <cap_100.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <memory>
#include <string>

#include "untwist/testing/conversation.hpp"
#include "untwist/testing/story.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Address;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::quoted;
using untwist::testing::step;
using untwist::testing::StoryFailure;
using untwist::testing::StringTransport;

namespace {

const std::string kRefusal = "Too many connections, try later\r\n";

void withRoomFor(std::size_t most, const Conversation::Script& script) {
    conversation([=] { return std::make_shared<CappedEcho>(most); }, script);
}

void isServed(untwist::testing::Peer& client) {
    client.says("hello\n").hears("hello\n").isOpen();
}

void isSentAway(untwist::testing::Peer& client) {
    client.hears(kRefusal).isClosed();
}

// A client on a transport of its own: it stays until the test ends it, whatever
// the server asks for.
std::shared_ptr<StringTransport> connectTo(CappedEcho& factory,
                                           const std::string& name) {
    step(name + " connects");
    const Address peer("192.0.2.7", 50001);
    auto transport = std::make_shared<StringTransport>(peer);
    const auto protocol = factory.buildProtocol(peer);
    protocol->makeConnection(transport);
    step(name + " says \"hello\"");
    if (!transport->disconnecting()) protocol->dataReceived("hello");
    return transport;
}

void shouldHear(const StringTransport& client, const std::string& name,
                const std::string& expected) {
    step(name + " should have heard " + quoted(expected));
    if (client.value() != expected) {
        throw StoryFailure(quoted(expected), quoted(client.value()));
    }
}

}  // namespace

TEST_CASE("a hundred are served") {
    conversation([] { return std::make_shared<CappedEcho>(); },
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

TEST_CASE("who is sent away and is slow to go takes no place") {
    const auto factory = std::make_shared<CappedEcho>(1);
    step("alice connects");
    const Address peer("192.0.2.7", 50001);
    const auto alice = factory->buildProtocol(peer);
    alice->makeConnection(std::make_shared<StringTransport>(peer));
    const auto bob = connectTo(*factory, "bob");
    shouldHear(*bob, "bob", kRefusal);
    step("alice closes the connection; bob is still there");
    alice->connectionLost(untwist::Failure(untwist::error::ConnectionDone()));
    const auto carol = connectTo(*factory, "carol");
    shouldHear(*carol, "carol", "hello");
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
            other = std::make_shared<CappedEcho>(1);
            return std::make_shared<CappedEcho>(1);
        },
        [&](Conversation& talk) {
            const auto guest = connectTo(*other, "the other server's guest");
            isServed(talk.connect("alice"));
            isSentAway(talk.connect("bob"));
        });
}
