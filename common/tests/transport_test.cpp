#include "untwist/transport.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>

#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Address;
using untwist::Bytes;
using untwist::Failure;
using untwist::test::Hooks;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::ProbeClient;
using untwist::test::Server;

namespace {

// Bytes that show where they belong.
std::string pattern(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = static_cast<char>(i * 31 + (i >> 8));
    }
    return bytes;
}

}  // namespace

TEST_SUITE("transport: writing") {
    TEST_CASE("write() sends nothing until the reactor has the turn [T2]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write("hello");
        CHECK(peer.received().empty());
        loop.until([&] { return peer.received() == "hello"; });
    }

    TEST_CASE("write() never calls the other end's dataReceived itself [T2]") {
        bool inWrite = false;
        bool nested = false;
        const auto answer = [&](Probe& probe, Bytes data) {
            nested = nested || inWrite;
            if (probe.data.size() >= 100) return;
            inWrite = true;
            probe.transport().write(data);
            inWrite = false;
        };
        Loop loop;
        Server server(loop, {.data = answer});
        const auto client = std::make_shared<ProbeClient>(
            Hooks{.made = [](Probe& p) { p.transport().write("x"); },
                  .data = answer});
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        loop.until([&] {
            return client->isConnected() && client->built[0]->data.size() > 98;
        });
        CHECK_FALSE(nested);
    }

    TEST_CASE("bytes leave in the order they were written [T3]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& transport = server.probe().transport();
        transport.write("one ");
        transport.writeSequence(std::array<Bytes, 3>{"two ", "", "three "});
        transport.write("");
        transport.writeSequence({});
        transport.write("four");
        loop.until([&] { return peer.received().size() >= 18; });
        CHECK(peer.received() == "one two three four");
    }

    TEST_CASE("megabytes in pieces of every size arrive as written [T3]") {
        const auto sent = pattern(3 << 20);
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& transport = server.probe().transport();
        std::size_t at = 0;
        for (std::size_t size = 1; at < sent.size();
             size = size * 3 % 100'003) {
            transport.write(Bytes(sent).substr(at, size));
            at += size;
            if (size % 7 == 0) loop.settle(1);
        }
        loop.until([&] { return peer.received().size() >= sent.size(); });
        CHECK((peer.received() == sent));
    }

    TEST_CASE("the bytes are copied: the writer may reuse its buffer [T3]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& transport = server.probe().transport();
        std::string buffer = "first";
        transport.write(buffer);
        buffer = "XXXXX";
        loop.until([&] { return peer.received().size() == 5; });
        CHECK(peer.received() == "first");
    }

    TEST_CASE("bytes may be zeros [T3]") {
        const std::string zeros(3, '\0');
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        server.probe().transport().write(zeros);
        loop.until([&] { return peer.received().size() == 3; });
        CHECK(peer.received() == zeros);
    }

    TEST_CASE("after the loss, every call on the transport does nothing [T3]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.close();
        loop.until([&] { return probe.closed > 0; });
        auto& transport = probe.transport();
        transport.write("into the void");
        transport.writeSequence(std::array<Bytes, 2>{"a", "b"});
        transport.pauseProducing();
        transport.resumeProducing();
        transport.loseWriteConnection();
        transport.loseConnection();
        transport.abortConnection();
        transport.unregisterProducer();
        transport.setTcpNoDelay(true);
        loop.settle();
        CHECK(probe.closed == 1);
    }

    TEST_CASE("a transport may be called in connectionLost, in vain [T3]") {
        Loop loop;
        Server server(loop, {.lost = [](Probe& probe, const Failure&) {
                          probe.transport().write("too late");
                          probe.transport().loseConnection();
                          probe.transport().abortConnection();
                      }});
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.close();
        loop.until([&] { return probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
    }

    TEST_CASE("a transport outlives its reactor, and is inert [T3]") {
        std::shared_ptr<Probe> probe;
        {
            Loop loop;
            Server server(loop);
            const Peer peer(server.number());
            server.probe();
            probe = server.factory->built.back();
        }
        probe->transport().write("nobody there");
        probe->transport().loseConnection();
        CHECK(probe->transport().getHost().host() == "127.0.0.1");
    }
}

TEST_SUITE("transport: closing") {
    TEST_CASE("loseConnection() sends what is queued, then closes [T5]") {
        const auto sent = pattern(4 << 20);
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write(sent);
        probe.transport().loseConnection();
        CHECK(probe.closed == 0);  // it comes later, by itself
        loop.until([&] { return peer.isClosed() && probe.closed > 0; });
        CHECK((peer.received() == sent));
        CHECK_FALSE(peer.isReset());
        CHECK(probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("loseConnection() stops reading at once [T5]") {
        Loop loop;
        Server server(loop, {}, {.boundedOutput = false});
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write(std::string(16 << 20, 'x'));  // takes a while
        probe.transport().loseConnection();
        peer.send("not wanted");
        loop.settle();
        CHECK(probe.data.empty());
        CHECK(probe.closed == 0);
    }

    TEST_CASE("after loseConnection() in dataReceived, no more comes [T5]") {
        int calls = 0;
        Loop loop;
        Server server(loop, {.data = [&](Probe& probe, Bytes) {
                          ++calls;
                          probe.transport().loseConnection();
                      }});
        Peer peer(server.number());
        peer.send(std::string(200'000, 'x'));  // more than one read
        auto& probe = server.probe();
        loop.until([&] { return probe.closed > 0; });
        CHECK(calls == 1);
        CHECK(probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("loseConnection() may be called again, to no effect [T5]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write("bye");
        probe.transport().loseConnection();
        probe.transport().loseConnection();
        loop.settle(1);
        probe.transport().loseConnection();
        loop.until([&] { return peer.isClosed() && probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
        CHECK(peer.received() == "bye");
    }

    TEST_CASE("loseConnection() may be called in connectionMade [T5]") {
        Loop loop;
        Server server(loop, {.made = [](Probe& probe) {
                          probe.transport().write("go away");
                          probe.transport().loseConnection();
                          CHECK(probe.closed == 0);
                      }});
        Peer peer(server.number());
        auto& probe = server.probe();
        loop.until([&] { return peer.isClosed() && probe.closed > 0; });
        CHECK(peer.received() == "go away");
        CHECK(probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("what is written while closing is still sent [T6]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& transport = server.probe().transport();
        transport.write("one");
        transport.loseConnection();
        transport.write("two");
        loop.until([&] { return peer.isClosed(); });
        CHECK(peer.received() == "onetwo");
    }

    TEST_CASE("abortConnection() drops what is queued, resets the peer [T7]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write("never sent");
        probe.transport().abortConnection();
        CHECK(probe.closed == 0);  // it comes later, by itself
        loop.until([&] { return peer.isClosed() && probe.closed > 0; });
        CHECK(peer.received().empty());
        CHECK(peer.isReset());
    }

    TEST_CASE("abortConnection() does not wait for a peer that is full [T7]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write(std::string(16 << 20, 'x'));
        loop.settle();
        probe.transport().abortConnection();
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.lostBy<error::ConnectionAborted>());
    }

    TEST_CASE("abortConnection() ends a close that waits [T7]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().write(std::string(16 << 20, 'x'));
        probe.transport().loseConnection();
        loop.settle();
        CHECK(probe.closed == 0);
        probe.transport().abortConnection();
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.lostBy<error::ConnectionAborted>());
    }

    TEST_CASE("abortConnection() in dataReceived: no more data comes [T7]") {
        int calls = 0;
        Loop loop;
        Server server(loop, {.data = [&](Probe& probe, Bytes) {
                          ++calls;
                          probe.transport().abortConnection();
                          CHECK(probe.closed == 0);
                      }});
        Peer peer(server.number());
        peer.send(std::string(200'000, 'x'));
        auto& probe = server.probe();
        loop.until([&] { return probe.closed > 0; });
        loop.settle();
        CHECK(calls == 1);
        CHECK(probe.closed == 1);
    }

    TEST_CASE("abortConnection() may be called in connectionMade [T7]") {
        Loop loop;
        Server server(loop, {.made = [](Probe& probe) {
                          probe.transport().abortConnection();
                          CHECK(probe.closed == 0);
                      }});
        Peer peer(server.number());
        auto& probe = server.probe();
        loop.until([&] { return peer.isReset() && probe.closed > 0; });
        CHECK(probe.lostBy<error::ConnectionAborted>());
    }

    TEST_CASE(
        "after abortConnection(), another one or a lose does nothing "
        "[T7]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().abortConnection();
        probe.transport().abortConnection();
        probe.transport().loseConnection();
        probe.transport().write("x");
        loop.until([&] { return probe.closed > 0; });
        loop.settle();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<error::ConnectionAborted>());
    }

    TEST_CASE("a client that aborts resets its server [T7]") {
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<ProbeClient>(
            Hooks{.made = [](Probe& p) { p.transport().abortConnection(); }});
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        auto& probe = server.probe();
        loop.until([&] { return probe.closed > 0 && !client->losses.empty(); });
        CHECK(probe.lostBy<error::ConnectionLost>());
        CHECK(client->losses[0].check<error::ConnectionAborted>());
    }
}

TEST_SUITE("transport: who and how") {
    TEST_CASE(
        "getPeer() and getHost() are the two ends, also after the loss "
        "[T14]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        const Address here("127.0.0.1", server.number());
        const Address there("127.0.0.1", peer.port());
        CHECK(probe.transport().getHost() == here);
        CHECK(probe.transport().getPeer() == there);
        peer.close();
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.transport().getHost() == here);
        CHECK(probe.transport().getPeer() == there);
    }

    TEST_CASE(
        "a client's two ends are its server's, the other way round "
        "[T14]") {
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<ProbeClient>();
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        auto& served = server.probe().transport();
        loop.until([&] { return client->isConnected(); });
        auto& transport = client->built[0]->transport();
        CHECK(transport.getPeer() == served.getHost());
        CHECK(transport.getHost() == served.getPeer());
    }

    TEST_CASE("no-delay and keep-alive can be set and asked [T14]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        auto& transport = probe.transport();
        for (const bool enabled : {true, false, true}) {
            transport.setTcpNoDelay(enabled);
            transport.setTcpKeepAlive(!enabled);
            CHECK(transport.getTcpNoDelay() == enabled);
            CHECK(transport.getTcpKeepAlive() == !enabled);
        }
        peer.close();
        loop.until([&] { return probe.closed > 0; });
        CHECK_FALSE(transport.getTcpNoDelay());
    }

    TEST_CASE("IPv6 works like IPv4") {
        Loop loop;
        Server server(loop, {}, {.host = "::1"});
        CHECK(server.port->getHost() == Address("::1", server.number()));
        const auto client = std::make_shared<ProbeClient>(
            Hooks{.made = [](Probe& p) { p.transport().write("over six"); }});
        loop.reactor.connectTCP("::1", server.number(), client);
        auto& probe = server.probe();
        loop.until([&] { return probe.data == "over six"; });
        CHECK(probe.transport().getPeer().family() == Address::Family::ipv6);
        CHECK(probe.transport().getPeer().host() == "::1");
    }
}
