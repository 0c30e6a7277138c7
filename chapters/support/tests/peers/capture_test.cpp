// How connections end on the wire: with FIN, or with RST.
#include <csignal>
#include <memory>
#include <string>

#include <doctest/doctest.h>

#include "capture.hpp"
#include "peers.hpp"
#include "talk.hpp"

using untwist::support::Capture;
using untwist::support::chapterServer;
using untwist::support::Client;
using untwist::support::HalfCloser;
using untwist::support::kDone;
using untwist::support::talk;

namespace {

// A half-close, an answer, and the end of the other half.
const std::string kHalfClose =
    "client: SYN\n"
    "server: SYN\n"
    "client: 15 bytes\n"
    "client: FIN\n"
    "server: 15 bytes\n"
    "server: FIN\n";

// The server has a client of its own, which is no part of what we look at.
const std::string kOwnClientHasGone = "client: connectionLost";

}  // namespace

TEST_SUITE("capture") {
    TEST_CASE("our half-close is a FIN, and so is the end of the other half") {
        auto server = chapterServer("04-transports", "half-close");
        server.readUntil(kOwnClientHasGone);
        Capture capture(server.port);
        const auto client = std::make_shared<HalfCloser>();
        CHECK(talk(server.port, client) == kDone);
        CHECK(client->heard == "apple\nfig\npear\n");
        CHECK(capture.tell() == kHalfClose);
    }

    TEST_CASE("our server ends with a FIN when somebody else half-closes") {
        auto server = chapterServer("04-transports", "half-close");
        server.readUntil(kOwnClientHasGone);
        Capture capture(server.port);
        Client client(server.port);
        client.send("pear\napple\nfig\n");
        client.closeWriting();
        CHECK(client.receiveAll() == "apple\nfig\npear\n");
        CHECK(capture.tell() == kHalfClose);
    }

    TEST_CASE("a quote ends with a FIN, though the client's words are unread") {
        auto server = chapterServer("04-transports", "", {"--quote", "1"});
        Capture capture(server.port);
        server.signal(SIGSTOP);
        Client client(server.port);
        client.send("a quote, please");
        server.signal(SIGCONT);
        client.receiveAll();
        CHECK(capture.tell() ==
              "client: SYN\nserver: SYN\nclient: 15 bytes\n"
              "server: 34 bytes\nserver: FIN\n");
    }

    // So the capture would have seen one above.
    TEST_CASE("abortConnection is an RST") {
        auto server = chapterServer("03-echo", "events");
        Capture capture(server.port);
        Client client(server.port);
        client.send("abort\n");
        CHECK(client.isReset());
        CHECK(capture.tell() ==
              "client: SYN\nserver: SYN\nclient: 6 bytes\nserver: RST\n");
    }
}
