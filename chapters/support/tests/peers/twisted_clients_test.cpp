// Twisted's clients talk to our servers.
#include <algorithm>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "peers.hpp"

using untwist::support::chapterServer;
using untwist::support::twistedClient;

namespace {

// Two print at the same time. In the order of who printed, each in its own
// order.
std::vector<std::string> byName(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream all(text);
    for (std::string line; std::getline(all, line);) lines.push_back(line);
    std::ranges::stable_sort(lines, {}, [](const std::string& line) {
        return line.substr(0, line.find(':'));
    });
    return lines;
}

}  // namespace

TEST_SUITE("twisted") {
    TEST_CASE("Twisted's client gets its megabyte back from every echo") {
        const std::vector<std::pair<std::string, std::string>> echoes{
            {"02-poll-reactor", ""},        {"03-echo", ""},
            {"03-echo", "blocking"},        {"03-echo", "asio-callbacks"},
            {"03-echo", "asio-coroutines"}, {"07-limits", ""},
            {"07-limits", "wrapped"}};
        for (const auto& [chapter, twin] : echoes) {
            CAPTURE(chapter);
            CAPTURE(twin);
            auto server = chapterServer(chapter, twin);
            CHECK(twistedClient("echo", server.port) ==
                  "1048576 bytes, as sent\nConnectionDone\n");
        }
    }

    TEST_CASE("Twisted's client and our server say hello to each other") {
        auto server = chapterServer("05-clients", "", {"--server"});
        CHECK(twistedClient("visitor", server.port) ==
              R"(b'Hello, client!\r\n')"
              "\nConnectionDone\n");
        CHECK(server.readUntil("heard") ==
              R"(server: heard "Hello from Twisted!\r\n")");
    }

    TEST_CASE("Twisted's client is sent our quote, and an end in order") {
        auto server = chapterServer("04-transports", "", {"--quote", "1"});
        CHECK(twistedClient("listener", server.port) ==
              R"(b'It Has To Work.\r\n    -- RFC 1925\r\n')"
              "\nConnectionDone\n");
    }

    TEST_CASE("Twisted's datagram is answered with our quote") {
        auto server = chapterServer("04-transports", "", {"--quote", "1"});
        CHECK(twistedClient("question", server.port) ==
              R"(b'It Has To Work.\r\n    -- RFC 1925\r\n')"
              "\n");
    }

    TEST_CASE("Twisted's datagrams come back from our echo") {
        auto server = chapterServer("06-udp");
        CHECK(twistedClient("datagrams", server.port) ==
              "5 bytes, as sent\n0 bytes, as sent\n1024 bytes, as sent\n");
    }

    TEST_CASE("Twisted half-closes, and our server answers after that") {
        auto server = chapterServer("04-transports", "half-close");
        CHECK(twistedClient("half-closer", server.port) ==
              R"(b'apple\nfig\npear\n')"
              "\nConnectionDone\n");
    }

    TEST_CASE("two of Twisted's LineReceivers talk in our room") {
        auto server = chapterServer("09-lines");
        const std::vector<std::string> expected{
            "ConnectionDone",
            "alice: What is your name?",
            "alice: Welcome! Here you meet:",
            "alice: * alice",
            "alice: * bob is here",
            "alice: bob: is anybody here?",
            "alice: * bob has left",
            "bob: What is your name?",
            "bob: Welcome! Here you meet:",
            "bob: * alice",
            "bob: * bob",
            "bob: alice: hello, bob"};
        CHECK(byName(twistedClient("chat", server.port)) == expected);
    }

    TEST_CASE("Twisted's strings come back from our receivers") {
        const std::string same =
            "5 bytes, as sent\n0 bytes, as sent\n51200 bytes, as sent\n"
            "ConnectionDone\n";
        auto binary = chapterServer("09-lines", "frames");
        CHECK(twistedClient("int32", binary.port) == same);
        auto netstring = chapterServer("09-lines", "frames", {"--netstring"});
        CHECK(twistedClient("netstring", netstring.port) == same);
    }

    TEST_CASE("who announces 4 GB with Twisted is shown out in order") {
        auto server = chapterServer("09-lines", "frames");
        CHECK(twistedClient("boaster", server.port) == "b''\nConnectionDone\n");
    }
}
