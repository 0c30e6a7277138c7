// Quote of the Day, as its clients see it: over TCP and over UDP.
#include <algorithm>
#include <csignal>
#include <cstdint>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/chapter_test.hpp"
#include "support/datagrams.hpp"

using untwist::support::Client;
using untwist::support::Datagrams;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::Server;
using untwist::support::withoutReturns;

namespace {

constexpr int kQuotes = 5;

Server quoting(int number) {
    return Server("main", {"--quote", std::to_string(number)});
}

std::string fetch(std::uint16_t port) { return Client(port).receiveAll(); }

}  // namespace

TEST_CASE("who connects is sent the quote, then the connection is closed") {
    auto server = quoting(2);
    Client client(server.port);
    const auto quote = client.receiveAll();  // throws if it was reset
    CHECK(quote.ends_with("\r\n"));
    const auto shown = withoutReturns(quote);
    CHECK(shown == kept("quote.txt", shown));
}

TEST_CASE("who sends a datagram is sent the same quote, in one") {
    auto server = quoting(2);
    const Datagrams client;
    CHECK(client.ask("a quote, please", server.port) == fetch(server.port));
}

TEST_CASE("an empty datagram is a question too") {
    auto server = quoting(3);
    const Datagrams client;
    CHECK(client.ask("", server.port) == fetch(server.port));
}

TEST_CASE("each datagram gets one answer, sent to where it came from") {
    auto server = quoting(1);
    const Datagrams alice;
    const Datagrams bob;
    for (int i = 0; i < 3; ++i) alice.send("x", server.port);
    bob.send("y", server.port);
    const auto quote = fetch(server.port);
    for (int i = 0; i < 3; ++i) CHECK(alice.receive() == quote);
    CHECK(bob.receive() == quote);
}

TEST_CASE("every quote keeps to RFC 865: printable, and under 512 characters") {
    for (int number = 1; number <= kQuotes; ++number) {
        CAPTURE(number);
        auto server = quoting(number);
        const auto quote = fetch(server.port);
        CHECK_FALSE(quote.empty());
        CHECK(quote.size() < 512);
        CHECK(std::ranges::all_of(quote, [](char c) {
            return (c >= ' ' && c <= '~') || c == '\r' || c == '\n';
        }));
    }
}

TEST_CASE("without --quote it is the day's, the same for everybody") {
    Server server("main");
    const Datagrams client;
    const auto before = fetch(server.port);
    const auto quote = client.ask("", server.port);
    const auto after = fetch(server.port);
    CHECK((quote == before || quote == after));  // it may be midnight
    std::vector<std::string> quotes;
    for (int number = 1; number <= kQuotes; ++number) {
        auto other = quoting(number);
        quotes.push_back(fetch(other.port));
    }
    CHECK(std::ranges::count(quotes, quote) == 1);
}

TEST_CASE("what a client says first is thrown away, and costs it nothing") {
    auto server = quoting(2);
    const auto quote = fetch(server.port);
    server.signal(SIGSTOP);  // so that the bytes are there before it closes
    Client client(server.port);
    client.send(std::string(50'000, 'x'));
    server.signal(SIGCONT);
    CHECK(client.receiveAll() == quote);  // throws if it was reset
}

TEST_CASE("who leaves at once, or resets, is no trouble for the next") {
    auto server = quoting(1);
    for (int i = 0; i < 100; ++i) {
        Client client(server.port);
        if (i % 2 == 0) client.reset();
    }
    CHECK_FALSE(fetch(server.port).empty());
    server.printed();
    CHECK(server.complaints() == "");
}

TEST_CASE("a UDP port that is taken is one line that says what to do") {
    const Datagrams taken;
    const auto port = std::to_string(taken.port());
    Program program({programPath("main"), "--port", port});
    CHECK(program.wait() == 1);
    CHECK(program.errors() ==
          "cannot listen on 127.0.0.1:" + port +
              ": the port is in use; a free one: ./untwist run 4 --port 0\n");
}

TEST_CASE("a quote that is not there is one line that says what is allowed") {
    Program program({programPath("main"), "--quote", "6"});
    CHECK(program.wait() == 2);
    CHECK(program.errors() == "--quote 6: a number from 0 to 5\n");
}
