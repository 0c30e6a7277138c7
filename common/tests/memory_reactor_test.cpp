#include "untwist/testing/memory_reactor.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "support/probe.hpp"

using std::chrono_literals::operator""s;
using untwist::Connector;
using untwist::test::ProbeClient;
using untwist::test::ProbeFactory;
using untwist::test::Story;
using untwist::testing::MemoryReactor;

TEST_SUITE("memory reactor") {
    TEST_CASE("listenTCP is written down; nothing listens [M2]") {
        MemoryReactor reactor;
        const auto factory = std::make_shared<ProbeFactory>();
        const auto port = reactor.listenTCP(80, factory, {.host = "::1"});
        REQUIRE(reactor.tcpServers.size() == 1);
        CHECK(reactor.tcpServers[0].port == 80);
        CHECK(reactor.tcpServers[0].factory == factory);
        CHECK(reactor.tcpServers[0].options.host == "::1");
        CHECK(port->getHost().port() == 80);
    }

    TEST_CASE("connectTCP is written down; nothing connects [M2]") {
        MemoryReactor reactor;
        const auto factory = std::make_shared<ProbeClient>();
        const auto connector =
            reactor.connectTCP("example.com", 443, factory, {.timeout = 5s});
        REQUIRE(reactor.tcpClients.size() == 1);
        const auto& client = reactor.tcpClients[0];
        CHECK(client.host == "example.com");
        CHECK(client.port == 443);
        CHECK(client.factory == factory);
        CHECK(client.options.timeout == 5s);
        CHECK(client.connector == connector);
        CHECK(connector->getDestination().host == "example.com");
        CHECK(connector->getDestination().port == 443);
        reactor.advance(60s);
        CHECK(factory->built.empty());
    }

    TEST_CASE("connectTCP calls startedConnecting with the connector [M2]") {
        MemoryReactor reactor;
        const auto factory = std::make_shared<ProbeClient>();
        Connector* told = nullptr;
        factory->onStarted = [&](Connector& connector) { told = &connector; };
        const auto connector = reactor.connectTCP("::1", 80, factory);
        CHECK(told == connector.get());
    }

    TEST_CASE("its time is a Clock's") {
        MemoryReactor reactor;
        bool ran = false;
        reactor.callLater(1s, [&] { ran = true; });
        reactor.advance(1s);
        CHECK(ran);
    }

    TEST_CASE("run() calls what waited for the start, then returns") {
        MemoryReactor reactor;
        Story story;
        reactor.callWhenRunning([&] { story.emplace_back("first"); });
        reactor.callWhenRunning([&] { story.emplace_back("second"); });
        CHECK_FALSE(reactor.running());
        reactor.run();
        CHECK(story == Story{"first", "second"});
        CHECK(reactor.running());
        reactor.callWhenRunning([&] { story.emplace_back("at once"); });
        CHECK(story.back() == "at once");
    }

    TEST_CASE("a call from a thread runs on the next advance") {
        MemoryReactor reactor;
        bool ran = false;
        reactor.callFromThread([&] { ran = true; });
        CHECK_FALSE(ran);
        reactor.advance(0s);
        CHECK(ran);
    }

    TEST_CASE("stop() fires the shutdown triggers, phase by phase") {
        MemoryReactor reactor;
        Story story;
        for (const auto* phase : {"after", "during", "before"}) {
            reactor.addSystemEventTrigger(phase, "shutdown", [&story, phase] {
                story.emplace_back(phase);
            });
        }
        reactor.run();
        reactor.stop();
        CHECK(story == Story{"before", "during", "after"});
        CHECK_FALSE(reactor.running());
    }

    TEST_CASE("a removed trigger does not fire") {
        MemoryReactor reactor;
        bool fired = false;
        const auto id = reactor.addSystemEventTrigger("before", "tea",
                                                      [&] { fired = true; });
        reactor.removeSystemEventTrigger(id);
        reactor.fireSystemEvent("tea");
        CHECK_FALSE(fired);
    }
}
