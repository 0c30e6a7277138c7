#include "untwist/protocol.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>

#include "support/log_capture.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"
#include "untwist/testing/string_transport.hpp"

namespace error = untwist::error;
using untwist::Bytes;
using untwist::Failure;
using untwist::Protocol;
using untwist::test::Hooks;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::ProbeClient;
using untwist::test::Server;
using untwist::test::Story;
using untwist::testing::StringTransport;

namespace {

class Echo : public Protocol {
    void dataReceived(Bytes data) override { transport().write(data); }
};

// What an Echo answers to `data` when it comes in pieces of `size`.
std::string echoed(Bytes data, std::size_t size) {
    const auto transport = std::make_shared<StringTransport>();
    const std::shared_ptr<Protocol> echo = std::make_shared<Echo>();
    echo->makeConnection(transport);
    for (std::size_t at = 0; at < data.size(); at += size) {
        echo->dataReceived(data.substr(at, size));
    }
    return transport->value();
}

Hooks echo() {
    return {.data = [](Probe& probe, Bytes data) {
        probe.transport().write(data);
    }};
}

struct Unlucky : std::runtime_error {
    Unlucky() : std::runtime_error("thirteen") {}
};

}  // namespace

TEST_SUITE("protocol") {
    TEST_CASE("makeConnection() sets transport(), then connectionMade [T1]") {
        const auto transport = std::make_shared<StringTransport>();
        untwist::Transport* seen = nullptr;
        const auto probe = std::make_shared<Probe>(
            Hooks{.made = [&](Probe& self) { seen = &self.transport(); }});
        probe->makeConnection(transport);
        CHECK(seen == transport.get());
        CHECK(probe->made == 1);
    }

    TEST_CASE("before makeConnection(), transport() throws [T1]") {
        const Protocol protocol;
        CHECK_THROWS_AS(protocol.transport(), std::logic_error);
    }

    TEST_CASE("an echo is the same for bytes whole, one by one, and in pairs") {
        const std::string data = "one\r\ntwo\r\n";
        for (const std::size_t size :
             {data.size(), std::size_t{1}, std::size_t{2}}) {
            CAPTURE(size);
            CHECK(echoed(data, size) == data);
        }
    }

    TEST_CASE("over a socket, bytes come whole, in order, however sent [T3]") {
        const std::string line = "the quick brown fox\n";
        Loop loop;
        Server server(loop, echo());
        Peer whole(server.number());
        Peer joined(server.number());
        Peer byteByByte(server.number());
        whole.send(line);
        joined.send(line + line);
        for (const char& byte : line) {
            byteByByte.send({&byte, 1});
            loop.settle(1);
        }
        loop.until([&] {
            return whole.received() == line &&
                   joined.received() == line + line &&
                   byteByByte.received() == line;
        });
        CHECK(server.connections() == 3);
    }

    TEST_CASE("dataReceived gets at most 64 KiB at a time, and never nothing") {
        std::size_t least = 1 << 20;
        std::size_t most = 0;
        Loop loop;
        Server server(loop, {.data = [&](Probe&, Bytes data) {
                          least = std::min(least, data.size());
                          most = std::max(most, data.size());
                      }});
        Peer peer(server.number());
        auto& probe = server.probe();
        const auto sent = peer.send(std::string(1 << 20, 'x'));
        REQUIRE(sent > 0);
        loop.until([&] { return probe.data.size() == sent; });
        CHECK(least >= 1);
        CHECK(most <= 65536);
    }
}

TEST_SUITE("protocol: how a connection ends") {
    TEST_CASE("the peer closes: ConnectionDone, once [T4]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.close();
        loop.until([&] { return probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("we close: ConnectionDone, once [T4]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().loseConnection();
        loop.until([&] { return peer.isClosed() && probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<error::ConnectionDone>());
        CHECK_FALSE(peer.isReset());
    }

    TEST_CASE("the peer resets: ConnectionLost, once [T4]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.reset();
        loop.until([&] { return probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<error::ConnectionLost>());
        CHECK_FALSE(probe.lostBy<error::ConnectionAborted>());
    }

    TEST_CASE("the peer resets while we write: ConnectionLost, once [T4]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write(std::string(16 << 20, 'x'));
        loop.settle();
        peer.reset();
        loop.until([&] { return probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<error::ConnectionLost>());
    }

    TEST_CASE("we abort: ConnectionAborted, once [T4]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().abortConnection();
        loop.until([&] { return probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<error::ConnectionAborted>());
    }

    TEST_CASE(
        "the reactor stops after the end: no second connectionLost [T4]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.close();
        loop.until([&] { return probe.closed > 0; });
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(probe.closed == 1);
    }

    TEST_CASE("what the peer sent before it closed still arrives [T4]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        peer.send("last words");
        peer.close();
        auto& probe = server.probe();
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.data == "last words");
    }

    TEST_CASE("dataReceived throws: logged, and that is the reason [T4 T8]") {
        LogCapture logged;
        Loop loop;
        Server server(loop, {.data = [](Probe&, Bytes) { throw Unlucky(); }});
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.send("x");
        loop.until([&] { return probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<Unlucky>());
        CHECK(logged.count("thirteen") == 1);
    }

    TEST_CASE(
        "dataReceived throws: its writes are lost, the peer sees an "
        "orderly end [T8]") {
        const LogCapture logged;
        Loop loop;
        Server server(loop, {.data = [](Probe& probe, Bytes) {
                          probe.transport().write("never sent");
                          throw Unlucky();
                      }});
        Peer peer(server.number());
        peer.send("x");
        loop.until([&] { return peer.isClosed(); });
        CHECK(peer.received().empty());
        CHECK_FALSE(peer.isReset());
    }

    TEST_CASE("one connection's exception leaves the others alone [T8]") {
        const LogCapture logged;
        Loop loop;
        Server server(loop, {.data = [](Probe& probe, Bytes data) {
                          if (data == "throw") throw Unlucky();
                          probe.transport().write(data);
                      }});
        Peer unlucky(server.number());
        Peer other(server.number());
        unlucky.send("throw");
        loop.until([&] { return unlucky.isClosed(); });
        other.send("still here");
        loop.until([&] { return other.received() == "still here"; });
        CHECK_FALSE(other.isClosed());
    }

    TEST_CASE("connectionMade throws on a server: that connection ends [T9]") {
        LogCapture logged;
        Loop loop;
        Server server(loop, {.made = [](Probe&) { throw Unlucky(); }});
        Peer peer(server.number());
        auto& probe = server.probe();
        loop.until([&] { return peer.isClosed() && probe.closed > 0; });
        CHECK(probe.lostBy<Unlucky>());
        CHECK(logged.count("thirteen") == 1);
    }

    TEST_CASE("connectionMade throws on a client: that connection ends [T9]") {
        const LogCapture logged;
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<ProbeClient>(
            Hooks{.made = [](Probe&) { throw Unlucky(); }});
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        loop.until([&] { return !client->losses.empty(); });
        REQUIRE(client->built.size() == 1);
        CHECK(client->built[0]->lostBy<Unlucky>());
        CHECK(client->losses[0].check<Unlucky>());
        CHECK(client->failures.empty());
    }

    TEST_CASE(
        "connectionLost throws: logged, and clientConnectionLost is "
        "called all the same [T9]") {
        LogCapture logged;
        Loop loop;
        Server server(loop, {.made = [](Probe& probe) {
                          probe.transport().loseConnection();
                      }});
        const auto client = std::make_shared<ProbeClient>(
            Hooks{.lost = [](Probe&, const Failure&) { throw Unlucky(); }});
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        loop.until([&] { return !client->losses.empty(); });
        REQUIRE(client->losses.size() == 1);
        CHECK(client->losses[0].check<error::ConnectionDone>());
        CHECK(logged.count("thirteen") == 1);
    }

    TEST_CASE("after connectionLost, nobody keeps the protocol alive [T13]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        server.probe();
        const std::weak_ptr<Probe> probe = server.factory->built.back();
        server.factory->built.clear();
        loop.settle();
        CHECK_FALSE(probe.expired());  // while connected, the reactor does
        peer.close();
        loop.until([&] { return probe.expired(); });
        CHECK(probe.expired());
    }

    TEST_CASE("a protocol stays alive until its connectionLost returns [T13]") {
        Story story;
        Loop loop;
        Server server(loop);
        server.factory->build = [&] {
            return std::make_shared<Probe>(
                Hooks{.lost = [&](Probe& probe, const Failure&) {
                    server.factory->built.clear();
                    CHECK(probe.closed == 1);  // still there to be asked
                }});
        };
        Peer peer(server.number());
        server.probe();
        peer.close();
        loop.until([&] { return server.factory->built.empty(); });
    }
}
