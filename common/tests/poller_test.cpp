// What goes wrong where a system tells of changes only, or of many connections
// at once: an end behind the last bytes that nobody hears of, bytes left lying
// after a pause, a connection that another one's event has ended.
#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Bytes;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::ProbeClient;
using untwist::test::Server;

namespace {

std::vector<std::unique_ptr<Peer>> connectPeers(Loop& loop, Server& server,
                                                std::size_t count) {
    std::vector<std::unique_ptr<Peer>> peers;
    for (std::size_t i = 0; i < count; ++i) {
        peers.push_back(std::make_unique<Peer>(server.number()));
        loop.until([&] { return server.connections() == i + 1; });
    }
    loop.settle();
    return peers;
}

}  // namespace

TEST_SUITE("poller") {
    TEST_CASE("an end that arrives together with the last bytes is noticed") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        const auto& probe = server.probe();
        loop.settle();
        peer.send("last");
        peer.closeWriting();
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.data == "last");
        CHECK(probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("a reset that arrives together with bytes is noticed") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        const auto& probe = server.probe();
        loop.settle();
        peer.send("last");
        peer.reset();
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.lostBy<error::ConnectionLost>());
    }

    TEST_CASE("an end that comes during a pause waits for its end") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        probe.transport().pauseProducing();
        peer.send("last");
        peer.closeWriting();
        loop.settle();
        CHECK(probe.data.empty());
        CHECK(probe.closed == 0);
        probe.transport().resumeProducing();
        loop.until([&] { return probe.closed > 0; });
        CHECK(probe.data == "last");
    }

    TEST_CASE("pausing after each read loses nothing of what was there") {
        Loop loop;
        Server server(loop, {.data = [](Probe& probe, Bytes) {
                          probe.transport().pauseProducing();
                      }});
        Peer peer(server.number());
        auto& probe = server.probe();
        const std::string sent(200'000, 'x');
        std::size_t taken = 0;
        loop.until([&] {
            taken += peer.send(std::string_view(sent).substr(taken));
            probe.transport().resumeProducing();
            return probe.data.size() == sent.size();
        });
        CHECK(probe.data == sent);
    }

    TEST_CASE("a connection that another one's event ends hears no more") {
        Probe* first = nullptr;
        Probe* second = nullptr;
        Loop loop;
        Server server(loop, {.data = [&](Probe& probe, Bytes) {
                          auto& other = &probe == first ? *second : *first;
                          other.transport().abortConnection();
                      }});
        const auto peers = connectPeers(loop, server, 2);
        first = server.factory->built[0].get();
        second = server.factory->built[1].get();
        for (const auto& peer : peers) peer->send("x");
        loop.until([&] { return first->closed + second->closed > 0; });
        loop.settle();
        CHECK(first->closed + second->closed == 1);
        CHECK(first->data.size() + second->data.size() == 1);
    }

    TEST_CASE("more events than fit in one system call all arrive") {
        constexpr std::size_t kMany = 300;
        Loop loop;
        Server server(loop);
        const auto peers = connectPeers(loop, server, kMany);
        for (std::size_t i = 0; i < kMany; ++i) {
            peers[i]->send(std::to_string(i));
        }
        std::size_t told = 0;
        loop.until([&] {
            told = 0;
            for (const auto& probe : server.factory->built) {
                if (!probe->data.empty()) ++told;
            }
            return told == kMany;
        });
        CHECK(told == kMany);
        CHECK(server.factory->built[kMany - 1]->data ==
              std::to_string(kMany - 1));
    }

    TEST_CASE("connections that never rest leave others their turn") {
        const untwist::test::Hooks echo{.data = [](Probe& probe, Bytes data) {
            probe.transport().write(data);
        }};
        Loop loop;
        Server server(loop, echo);
        auto client = std::make_shared<ProbeClient>(echo);
        for (int i = 0; i < 4; ++i) {
            loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        }
        loop.until([&] { return client->built.size() == 4; });
        for (const auto& probe : client->built) probe->transport().write("x");
        loop.settle(100);

        Server quiet(loop);
        Peer peer(quiet.number());
        bool called = false;
        loop.reactor.callFromThread([&] { called = true; });
        loop.until([&] { return called && quiet.connections() > 0; });
        CHECK(quiet.connections() == 1);
    }
}
