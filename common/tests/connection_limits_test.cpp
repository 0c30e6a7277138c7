#include "untwist/connection_limits.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <optional>

#include "support/peer.hpp"
#include "support/probe.hpp"
#include "support/wrapped.hpp"

using untwist::LimitConnectionsByPeer;
using untwist::LimitTotalConnectionsFactory;
using untwist::test::Loop;
using untwist::test::Offered;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::ProbeFactory;

TEST_SUITE("connection limits: in total") {
    TEST_CASE("connections beyond the limit are refused [P3]") {
        const auto inner = std::make_shared<ProbeFactory>();
        const auto factory =
            std::make_shared<LimitTotalConnectionsFactory>(inner, 2);
        Offered one(*factory);
        const Offered two(*factory);
        CHECK(one.accepted());
        CHECK(two.accepted());
        CHECK(factory->connectionCount() == 2);
        CHECK_FALSE(Offered(*factory).accepted());
        CHECK(inner->built.size() == 2);
        one.lose();
        CHECK(factory->connectionCount() == 1);
        CHECK(Offered(*factory).accepted());
    }

    TEST_CASE("refused ones do not count [P3]") {
        const auto inner = std::make_shared<ProbeFactory>();
        const auto factory =
            std::make_shared<LimitTotalConnectionsFactory>(inner, 1);
        inner->build = [] { return nullptr; };
        CHECK_FALSE(Offered(*factory).accepted());
        inner->build = nullptr;
        Offered one(*factory);
        for (int i = 0; i < 3; ++i) CHECK_FALSE(Offered(*factory).accepted());
        CHECK(factory->connectionCount() == 1);
        one.lose();
        CHECK(factory->connectionCount() == 0);
    }

    TEST_CASE("an overflow protocol gets those beyond the limit [P3]") {
        const auto inner = std::make_shared<ProbeFactory>();
        const auto overflow = std::make_shared<ProbeFactory>();
        const auto factory =
            std::make_shared<LimitTotalConnectionsFactory>(inner, 1, overflow);
        const Offered one(*factory);
        const Offered two(*factory);
        CHECK(two.accepted());
        CHECK(inner->built.size() == 1);
        CHECK(overflow->built.size() == 1);
    }

    TEST_CASE("connections of the overflow protocol count [P3]") {
        const auto inner = std::make_shared<ProbeFactory>();
        const auto overflow = std::make_shared<ProbeFactory>();
        const auto factory =
            std::make_shared<LimitTotalConnectionsFactory>(inner, 1, overflow);
        Offered one(*factory);
        Offered two(*factory);
        CHECK(factory->connectionCount() == 2);
        one.lose();
        const Offered three(*factory);
        CHECK(overflow->built.size() == 2);
        two.lose();
        CHECK(factory->connectionCount() == 1);
    }

    TEST_CASE("both factories start and stop with it") {
        const auto inner = std::make_shared<ProbeFactory>();
        const auto overflow = std::make_shared<ProbeFactory>();
        const auto factory =
            std::make_shared<LimitTotalConnectionsFactory>(inner, 1, overflow);
        factory->doStart();
        CHECK(inner->started == 1);
        CHECK(overflow->started == 1);
        factory->doStop();
        CHECK(inner->stopped == 1);
        CHECK(overflow->stopped == 1);
    }

    TEST_CASE("over sockets, the one too many is told so and closed [P3]") {
        const auto inner = std::make_shared<ProbeFactory>();
        const auto overflow = std::make_shared<ProbeFactory>(
            untwist::test::Hooks{.made = [](Probe& probe) {
                probe.transport().write("Too many connections, try later\n");
                probe.transport().loseConnection();
            }});
        const auto factory =
            std::make_shared<LimitTotalConnectionsFactory>(inner, 2, overflow);
        Loop loop;
        const auto number =
            loop.reactor.listenTCP(0, factory)->getHost().port();
        std::optional<Peer> first(number);
        Peer second(number);
        loop.until([&] { return factory->connectionCount() == 2; });
        Peer third(number);
        loop.until([&] { return third.isClosed(); });
        CHECK(third.received() == "Too many connections, try later\n");
        CHECK(factory->connectionCount() == 2);
        first.reset();
        loop.until([&] { return factory->connectionCount() == 1; });
        Peer fourth(number);
        loop.until([&] { return inner->built.size() == 3; });
        CHECK_FALSE(fourth.isClosed());
        CHECK_FALSE(second.isClosed());
    }
}

TEST_SUITE("connection limits: by peer") {
    TEST_CASE("each host has its own limit, five by default [P5]") {
        const auto factory = std::make_shared<LimitConnectionsByPeer>(
            std::make_shared<ProbeFactory>());
        std::vector<Offered> open;
        for (int i = 0; i < 5; ++i) {
            open.emplace_back(*factory, "10.1.1.1");
            CHECK(open.back().accepted());
        }
        CHECK_FALSE(Offered(*factory, "10.1.1.1").accepted());
        CHECK(Offered(*factory, "10.1.1.2").accepted());
        CHECK(Offered(*factory, "::1").accepted());
    }

    TEST_CASE("a host that leaves may come again [P5]") {
        const auto factory = std::make_shared<LimitConnectionsByPeer>(
            std::make_shared<ProbeFactory>(), 1);
        Offered one(*factory);
        CHECK_FALSE(Offered(*factory).accepted());
        one.lose();
        CHECK(Offered(*factory).accepted());
        CHECK(Offered(*factory).accepted());
    }

    TEST_CASE("one that the wrapped factory refuses does not count [P5]") {
        const auto inner = std::make_shared<ProbeFactory>();
        const auto factory = std::make_shared<LimitConnectionsByPeer>(inner, 1);
        inner->build = [] { return nullptr; };
        CHECK_FALSE(Offered(*factory).accepted());
        inner->build = nullptr;
        CHECK(Offered(*factory).accepted());
    }

    TEST_CASE("over sockets, the port a peer has does not matter [P5]") {
        const auto inner = std::make_shared<ProbeFactory>();
        Loop loop;
        const auto number =
            loop.reactor
                .listenTCP(0,
                           std::make_shared<LimitConnectionsByPeer>(inner, 2))
                ->getHost()
                .port();
        Peer one(number);
        Peer two(number);
        Peer three(number);
        loop.until([&] { return three.isClosed(); });
        CHECK(inner->built.size() == 2);
        CHECK_FALSE(one.isClosed());
        CHECK_FALSE(two.isClosed());
    }
}
