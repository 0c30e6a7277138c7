// One direction of a connection ends before the other.
#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "support/log_capture.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Bytes;
using untwist::Failure;
using untwist::test::HalfCloseable;
using untwist::test::Hooks;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::Server;
using untwist::test::Story;

namespace {

// A server whose protocols are told of each half's end, with a peer.
struct HalfCloseServer {
    explicit HalfCloseServer(Loop& loop, Hooks hooks = {}) : server(loop) {
        server.factory->build = [hooks = std::move(hooks)] {
            return std::make_shared<HalfCloseable>(hooks);
        };
        peer = std::make_unique<Peer>(server.number());
        probe = dynamic_cast<HalfCloseable*>(&server.probe());
    }

    Server server;
    std::unique_ptr<Peer> peer;
    HalfCloseable* probe;
};

}  // namespace

TEST_SUITE("half-close") {
    TEST_CASE("loseWriteConnection() sends what is queued, then FIN [T10]") {
        const std::string sent(2 << 20, 'x');
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write(sent);
        probe.transport().loseWriteConnection();
        loop.until([&] { return peer.isClosed(); });
        CHECK(peer.received().size() == sent.size());
        CHECK_FALSE(peer.isReset());
        CHECK(probe.closed == 0);
    }

    TEST_CASE("after loseWriteConnection(), reading goes on [T10]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().loseWriteConnection();
        loop.until([&] { return peer.isClosed(); });
        peer.send("I can still talk");
        loop.until([&] { return probe.data == "I can still talk"; });
        CHECK(probe.closed == 0);
    }

    TEST_CASE(
        "what is written after loseWriteConnection() goes nowhere "
        "[T10]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().loseWriteConnection();
        loop.until([&] { return peer.isClosed(); });
        probe.transport().write("too late");
        loop.settle();
        CHECK(peer.received().empty());
        CHECK(probe.closed == 0);
    }

    TEST_CASE("writeConnectionLost follows when the output has gone [T10]") {
        Loop loop;
        HalfCloseServer half(loop);
        half.probe->transport().write("bye");
        half.probe->transport().loseWriteConnection();
        CHECK(half.probe->writeClosed == 0);  // it comes later, by itself
        loop.until([&] { return half.probe->writeClosed > 0; });
        loop.until([&] { return half.peer->isClosed(); });
        CHECK(half.peer->received() == "bye");
        CHECK(half.probe->writeClosed == 1);
        CHECK(half.probe->closed == 0);
    }

    TEST_CASE("the peer's end is readConnectionLost, and we may write [T10]") {
        Loop loop;
        HalfCloseServer half(loop);
        half.peer->send("the question");
        half.peer->closeWriting();
        loop.until([&] { return half.probe->readClosed > 0; });
        CHECK(half.probe->data == "the question");
        CHECK(half.probe->closed == 0);
        half.probe->transport().write("the answer");
        loop.until([&] { return half.peer->received() == "the answer"; });
        CHECK(half.probe->readClosed == 1);
    }

    TEST_CASE("without the interface, the peer's end is the end [T10]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.closeWriting();
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("both halves closed is not the end; loseConnection() is [T10]") {
        Loop loop;
        HalfCloseServer half(loop);
        auto& probe = *half.probe;
        half.peer->closeWriting();
        probe.transport().loseWriteConnection();
        loop.until([&] { return probe.readClosed && probe.writeClosed; });
        loop.settle();
        CHECK(probe.closed == 0);
        probe.transport().loseConnection();
        CHECK(probe.closed == 0);  // later, by itself, even so
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE(
        "loseConnection() inside the last half's notice ends it, later "
        "[T10]") {
        bool nested = false;
        Loop loop;
        HalfCloseServer half(loop, {.readLost = [&](Probe& probe) {
                                 probe.transport().loseConnection();
                                 nested = probe.closed > 0;
                             }});
        half.probe->transport().loseWriteConnection();
        half.peer->closeWriting();
        loop.until([&] { return half.probe->closed > 0; });
        CHECK_FALSE(nested);
        CHECK(half.probe->lostBy<error::ConnectionDone>());
        CHECK(half.probe->closed == 1);
    }

    TEST_CASE("a readConnectionLost that throws ends the connection [T11]") {
        LogCapture logged;
        Loop loop;
        HalfCloseServer half(loop, {.readLost = [](Probe&) {
                                 throw std::runtime_error("unread");
                             }});
        half.peer->closeWriting();
        loop.until([&] { return half.probe->closed > 0; });
        CHECK(half.probe->closedReason->getErrorMessage() == "unread");
        CHECK(logged.count("unread") == 1);
    }

    TEST_CASE("a writeConnectionLost that throws ends the connection [T11]") {
        LogCapture logged;
        Loop loop;
        HalfCloseServer half(loop, {.writeLost = [](Probe&) {
                                 throw std::runtime_error("unwritten");
                             }});
        half.probe->transport().loseWriteConnection();
        loop.until([&] { return half.probe->closed > 0; });
        CHECK(half.probe->closedReason->getErrorMessage() == "unwritten");
        CHECK(logged.count("unwritten") == 1);
    }

    TEST_CASE("a reset ends a connection of which half is closed [T10]") {
        Loop loop;
        HalfCloseServer half(loop);
        half.probe->transport().loseWriteConnection();
        loop.until([&] { return half.probe->writeClosed > 0; });
        half.peer->reset();
        loop.until([&] { return half.probe->closed > 0; });
        CHECK(half.probe->lostBy<error::ConnectionLost>());
    }
}
