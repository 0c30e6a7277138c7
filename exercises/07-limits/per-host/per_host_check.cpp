// Checks <per_host.hpp>: yours, the solution, or a wrong answer.
#include <per_host.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "untwist/testing/story.hpp"
#include "untwist/testing/string_transport.hpp"

using untwist::Address;
using untwist::Failure;
using untwist::Protocol;
using untwist::error::ConnectionDone;
using untwist::error::ConnectionLost;
using untwist::testing::step;
using untwist::testing::StoryFailure;
using untwist::testing::StringTransport;

namespace {

struct Connection {
    std::string host;
    std::shared_ptr<Protocol> protocol;
    std::shared_ptr<StringTransport> transport;
};

// A FairEcho, and those who connect to it, each from a port of its own.
class Server {
  public:
    explicit Server(std::size_t mostPerHost)
        : factory(std::make_shared<FairEcho>(mostPerHost)) {
        step("a server with room for " + std::to_string(mostPerHost) +
             " per host");
    }

    Connection serves(const std::string& host) {
        auto connection = connect(host, "should be served");
        if (!connection.protocol) {
            throw StoryFailure("a protocol: there is room", "null");
        }
        return connection;
    }

    void refuses(const std::string& host) {
        if (connect(host, "should be refused").protocol) {
            throw StoryFailure("null: it has its share already", "a protocol");
        }
    }

    static void closes(Connection& connection) {
        step(connection.host + " closes a connection");
        lose(connection, Failure(ConnectionDone()));
    }

    static void breaksOff(Connection& connection) {
        step("a connection of " + connection.host + " breaks");
        lose(connection, Failure(ConnectionLost()));
    }

    void keepsNumbersFor(std::size_t hosts) const {
        step("it should keep numbers for so many hosts: " +
             std::to_string(hosts));
        if (factory->hosts() != hosts) {
            throw StoryFailure(std::to_string(hosts),
                               std::to_string(factory->hosts()));
        }
    }

    std::shared_ptr<FairEcho> factory;

  private:
    Connection connect(const std::string& host, const std::string& outcome) {
        const Address peer(host, ++port_);
        step("a client connects from " + peer.toString() + ", and " + outcome);
        Connection connection{host, factory->buildProtocol(peer),
                              std::make_shared<StringTransport>(peer)};
        if (connection.protocol) {
            connection.protocol->makeConnection(connection.transport);
        }
        return connection;
    }

    static void lose(Connection& connection, const Failure& reason) {
        connection.protocol->connectionLost(reason);
        connection.protocol.reset();
    }

    std::uint16_t port_ = 50000;
};

const std::string kAlice = "192.0.2.7";
const std::string kBob = "198.51.100.9";

}  // namespace

TEST_CASE("it echoes") {
    Server server(1);
    const auto alice = server.serves(kAlice);
    step("it says \"hello\"");
    alice.protocol->dataReceived("hello");
    CHECK(alice.transport->value() == "hello");
}

TEST_CASE("a host has so many connections, and no more") {
    Server server(2);
    const auto one = server.serves(kAlice);
    const auto two = server.serves(kAlice);
    server.refuses(kAlice);
}

TEST_CASE("each host has its own share") {
    Server server(2);
    const auto one = server.serves(kAlice);
    const auto two = server.serves(kAlice);
    const auto three = server.serves(kBob);
    const auto four = server.serves(kBob);
    server.refuses(kAlice);
    server.refuses(kBob);
}

TEST_CASE("who leaves makes room for one, and not for two") {
    Server server(2);
    auto one = server.serves(kAlice);
    const auto two = server.serves(kAlice);
    Server::closes(one);
    const auto three = server.serves(kAlice);
    server.refuses(kAlice);
}

TEST_CASE("who leaves makes no room for another host") {
    Server server(1);
    auto alice = server.serves(kAlice);
    const auto bob = server.serves(kBob);
    Server::closes(alice);
    server.refuses(kBob);
    const auto again = server.serves(kAlice);
}

TEST_CASE("who breaks off makes room, too") {
    Server server(1);
    auto one = server.serves(kAlice);
    Server::breaksOff(one);
    const auto two = server.serves(kAlice);
}

TEST_CASE("who has left takes no place, even if the protocol is still held") {
    Server server(1);
    auto one = server.serves(kAlice);
    const auto held = one.protocol;
    Server::closes(one);
    step("something still holds its protocol, as a timer's call might");
    const auto two = server.serves(kAlice);
}

TEST_CASE("to be refused takes no place") {
    Server server(1);
    auto one = server.serves(kAlice);
    for (int i = 0; i < 3; ++i) server.refuses(kAlice);
    Server::closes(one);
    const auto two = server.serves(kAlice);
}

TEST_CASE("IPv6 addresses are hosts as well") {
    Server server(1);
    const auto one = server.serves("2001:db8::7");
    const auto two = server.serves("2001:db8::8");
    server.refuses("2001:db8::7");
}

TEST_CASE("a host that has left is forgotten") {
    Server server(2);
    auto one = server.serves(kAlice);
    auto two = server.serves(kAlice);
    auto three = server.serves(kBob);
    server.keepsNumbersFor(2);
    Server::closes(one);
    server.keepsNumbersFor(2);
    Server::closes(two);
    server.keepsNumbersFor(1);
    Server::breaksOff(three);
    server.keepsNumbersFor(0);
}

TEST_CASE("a host that was only refused is not remembered") {
    Server server(0);
    server.refuses(kAlice);
    server.keepsNumbersFor(0);
}
