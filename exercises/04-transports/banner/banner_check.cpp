// Checks <banner.hpp>: yours, the solution, or a wrong answer.
#include <banner.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "untwist/testing/conversation.hpp"
#include "untwist/testing/story.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Address;
using untwist::Bytes;
using untwist::Factory;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::quoted;
using untwist::testing::step;
using untwist::testing::StoryFailure;
using untwist::testing::StringTransport;

namespace {

using News = std::vector<std::string>;

const News kNews{"the library closes at six", "a glove was found"};

// Counts how often it is asked to write.
class CountingTransport : public StringTransport {
  public:
    using StringTransport::StringTransport;

    int calls = 0;

    void write(Bytes data) override {
        ++calls;
        StringTransport::write(data);
    }
    void writeSequence(std::span<const Bytes> pieces) override {
        ++calls;
        for (const auto piece : pieces) StringTransport::write(piece);
    }
};

// The transport of a Banner that `peer` has connected to at `host`.
std::shared_ptr<CountingTransport> connected(const Address& peer,
                                             const Address& host,
                                             const News& news) {
    step(peer.toString() + " connects to " + host.toString());
    auto transport = std::make_shared<CountingTransport>(peer, host);
    std::make_shared<Banner>(news)->makeConnection(transport);
    return transport;
}

void shouldHaveSent(const CountingTransport& transport, Bytes expected) {
    step("it should have been sent " + quoted(expected));
    if (transport.value() != expected) {
        throw StoryFailure(quoted(expected), quoted(transport.value()));
    }
}

}  // namespace

TEST_CASE("the server comes first, the client second") {
    const auto transport =
        connected({"192.0.2.7", 50123}, {"198.51.100.1", 8000}, {});
    shouldHaveSent(*transport, "198.51.100.1:8000 greets 192.0.2.7:50123\r\n");
}

TEST_CASE("the news follow, a line for each") {
    const auto transport =
        connected({"192.0.2.7", 50123}, {"198.51.100.1", 8000}, kNews);
    shouldHaveSent(*transport,
                   "198.51.100.1:8000 greets 192.0.2.7:50123\r\n"
                   "* the library closes at six\r\n"
                   "* a glove was found\r\n");
}

TEST_CASE("an IPv6 address is told from its port") {
    const auto transport =
        connected({"2001:db8::7", 50123}, {"2001:db8::1", 8000}, {});
    shouldHaveSent(*transport,
                   "[2001:db8::1]:8000 greets [2001:db8::7]:50123\r\n");
}

TEST_CASE("the banner is handed over in one call") {
    const auto transport =
        connected({"192.0.2.7", 50123}, {"198.51.100.1", 8000}, kNews);
    step("it should have been one call of writeSequence");
    CHECK(transport->calls == 1);
}

TEST_CASE("an item may hold any byte") {
    using std::string_literals::operator""s;
    const auto transport = connected(
        {"192.0.2.7", 50123}, {"198.51.100.1", 8000}, {"a\0b"s, "", "\xff"});
    shouldHaveSent(*transport,
                   "198.51.100.1:8000 greets 192.0.2.7:50123\r\n"
                   "* a\0b\r\n"
                   "* \r\n"
                   "* \xff\r\n"s);
}

TEST_CASE("each client is greeted by its own address, and may stay") {
    conversation([] { return Factory::forProtocol<Banner>(kNews); },
                 [](Conversation& talk) {
                     const std::string news =
                         "* the library closes at six\r\n"
                         "* a glove was found\r\n";
                     auto& alice = talk.connect("alice");
                     auto& bob = talk.connect("bob");
                     bob.hears("127.0.0.1:8000 greets 127.0.0.1:50002\r\n");
                     bob.hears(news).isOpen();
                     alice.hears("127.0.0.1:8000 greets 127.0.0.1:50001\r\n");
                     alice.hears(news).isOpen();
                 });
}
