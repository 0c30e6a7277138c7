// Listening: ports that open, close, open again, and run out of descriptors.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/faults.hpp"
#include "support/log_capture.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Failure;
using untwist::test::acceptCalls;
using untwist::test::acceptsHaveFailed;
using untwist::test::failAccepts;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::ProbeFactory;
using untwist::test::Server;
using untwist::test::Story;

namespace {

// From its making to its end, this process gets no new descriptor, except for
// those below the lowest that is free now.
class NoMoreDescriptors {
  public:
    NoMoreDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int lowestFree = ::dup(0);
        ::close(lowestFree);
        auto limit = before_;
        limit.rlim_cur = static_cast<rlim_t>(lowestFree);
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    ~NoMoreDescriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoMoreDescriptors(const NoMoreDescriptors&) = delete;
    NoMoreDescriptors& operator=(const NoMoreDescriptors&) = delete;

  private:
    rlimit before_{};
};

int openDescriptors() {
    int open = 0;
    for (int fd = 0; fd < 1024; ++fd) {
        const int copy = ::dup(fd);
        if (copy < 0) continue;
        ::close(copy);
        ++open;
    }
    return open;
}

// Turns the loop until one peer has come and found no descriptor left. Then
// there are some again.
void turnOneAway(Loop& loop, const Server& server) {
    Peer turnedAway(server.number());
    std::unique_ptr<NoMoreDescriptors> none;
    loop.reactor.callWhenRunning(
        [&] { none = std::make_unique<NoMoreDescriptors>(); });
    loop.until([&] { return turnedAway.isClosed(); });
}

// Turns the loop until one more peer has been served, and has left.
void checkServes(Loop& loop, Server& server) {
    Peer peer(server.number());
    peer.send("hello");
    peer.close();
    loop.until([&] {
        return server.connections() > 0 &&
               server.factory->built.back()->closed > 0;
    });
    REQUIRE(server.connections() > 0);
    CHECK(server.factory->built.back()->data == "hello");
    server.factory->built.clear();
}

}  // namespace

TEST_SUITE("port") {
    TEST_CASE("port 0 is a free port, which getHost() tells [F5]") {
        Loop loop;
        const Server one(loop);
        const Server two(loop);
        CHECK(one.number() != 0);
        CHECK(one.number() != two.number());
        CHECK(one.port->getHost().host() == "127.0.0.1");
    }

    TEST_CASE(
        "a port that is taken throws, and the factory is not counted "
        "[F5]") {
        Loop loop;
        const Server server(loop);
        const auto factory = std::make_shared<ProbeFactory>();
        CHECK_THROWS_AS(loop.reactor.listenTCP(server.number(), factory),
                        error::CannotListenError);
        CHECK(factory->numPorts() == 0);
        CHECK(factory->started == 0);
    }

    TEST_CASE("the error names the address that is taken [F5]") {
        Loop loop;
        const Server server(loop);
        std::string message;
        try {
            loop.reactor.listenTCP(server.number(),
                                   std::make_shared<ProbeFactory>());
        } catch (const error::CannotListenError& error) {
            message = error.what();
        }
        CAPTURE(message);
        CHECK(message.find("127.0.0.1:" + std::to_string(server.number())) !=
              std::string::npos);
    }

    TEST_CASE("a host that is not an address of ours cannot listen [F5]") {
        Loop loop;
        const auto factory = std::make_shared<ProbeFactory>();
        CHECK_THROWS_AS(
            loop.reactor.listenTCP(0, factory, {.host = "192.0.2.1"}),
            error::CannotListenError);
        CHECK_THROWS_AS(
            loop.reactor.listenTCP(0, factory, {.host = "not an address"}),
            error::CannotListenError);
        CHECK(factory->numPorts() == 0);
    }

    TEST_CASE("a dropped handle leaves the port open [F5]") {
        Loop loop;
        Server server(loop);
        const auto number = server.number();
        server.port.reset();
        Peer peer(number);
        loop.until([&] { return server.connections() == 1; });
    }

    TEST_CASE("ports that all ask to share a number share its connections") {
        Loop loop;
        const Server one(loop, {}, {.sharePort = true});
        const auto another = std::make_shared<ProbeFactory>();
        loop.reactor.listenTCP(one.number(), another, {.sharePort = true});
        std::vector<Peer> peers;
        for (int i = 0; i < 64; ++i) peers.emplace_back(one.number());
        loop.until(
            [&] { return one.connections() + another->built.size() == 64; });
#ifdef __linux__  // deals them out; that one of two gets all is one in 2^63
        CHECK(one.connections() > 0);
        CHECK(another->built.size() > 0);
#endif
    }

    TEST_CASE("a port is not shared with one that has not asked for it") {
        Loop loop;
        const auto factory = std::make_shared<ProbeFactory>();
        const Server alone(loop);
        CHECK_THROWS_AS(loop.reactor.listenTCP(alone.number(), factory,
                                               {.sharePort = true}),
                        error::CannotListenError);
        const Server shares(loop, {}, {.sharePort = true});
        CHECK_THROWS_AS(loop.reactor.listenTCP(shares.number(), factory),
                        error::CannotListenError);
    }

    TEST_CASE("stopListening() fires later, after stopFactory [F6]") {
        Story story;
        Loop loop;
        Server server(loop);
        server.factory->stopping = [&] { story.emplace_back("stopFactory"); };
        auto stopped = server.port->stopListening();
        CHECK_FALSE(stopped.called());
        stopped.addCallback([&] { story.emplace_back("stopped"); });
        loop.until([&] { return stopped.called(); });
        CHECK(story == Story{"stopFactory", "stopped"});
    }

    TEST_CASE("after stopListening(), nobody can connect [F6]") {
        Loop loop;
        Server server(loop);
        const auto number = server.number();
        const auto stopped = server.port->stopListening();
        loop.until([&] { return stopped.called(); });
        CHECK_THROWS(Peer(number));
    }

    TEST_CASE("connections live on after stopListening() [F6]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        const auto stopped = server.port->stopListening();
        loop.until([&] { return stopped.called(); });
        peer.send("still there?");
        loop.until([&] { return probe.data == "still there?"; });
        CHECK(probe.closed == 0);
    }

    TEST_CASE("stopListening() may be called again, at any time [F6]") {
        Loop loop;
        Server server(loop);
        const auto first = server.port->stopListening();
        const auto second = server.port->stopListening();
        CHECK_FALSE(second.called());
        loop.until([&] { return first.called() && second.called(); });
        const auto third = server.port->stopListening();
        loop.until([&] { return third.called(); });
        CHECK(server.factory->stopped == 1);
    }

    TEST_CASE("startListening() opens the port again [F6]") {
        Loop loop;
        Server server(loop);
        const auto stopped = server.port->stopListening();
        loop.until([&] { return stopped.called(); });
        server.port->startListening();
        CHECK(server.factory->started == 2);
        checkServes(loop, server);
    }

    TEST_CASE("a stopFactory that throws fails the Deferred [F6]") {
        std::string reason;
        const LogCapture logged;
        Loop loop;
        Server server(loop);
        server.factory->stopping = [] { throw std::runtime_error("stuck"); };
        auto stopped = server.port->stopListening();
        stopped.addErrback([&](const Failure& failure) {
            reason = failure.getErrorMessage();
        });
        loop.until([&] { return stopped.called(); });
        CHECK(reason == "stuck");
    }

    TEST_CASE("stopListening() may be called in buildProtocol [F6]") {
        Loop loop;
        Server server(loop);
        server.factory->build = [&] {
            server.port->stopListening();
            return std::make_shared<Probe>(untwist::test::Hooks{});
        };
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.send("the last customer");
        loop.until([&] { return probe.data == "the last customer"; });
        CHECK(server.factory->stopped == 1);
    }
}

TEST_SUITE("port: accepting") {
    TEST_CASE("without descriptors, everyone who waits is turned away [F7]") {
        LogCapture logged;
        Loop loop;
        Server server(loop);
        std::vector<Peer> peers;
        for (int i = 0; i < 20; ++i) peers.emplace_back(server.number());
        {
            std::unique_ptr<NoMoreDescriptors> none;
            loop.reactor.callWhenRunning(
                [&] { none = std::make_unique<NoMoreDescriptors>(); });
            loop.until([&] {
                return std::ranges::all_of(
                    peers, [](Peer& peer) { return peer.isClosed(); });
            });
        }
        CHECK(server.connections() == 0);
        CHECK_FALSE(logged.messages.empty());
    }

    TEST_CASE("without descriptors, the port does not spin [F7]") {
        const LogCapture logged;
        Loop loop;
        Server server(loop);
        std::vector<Peer> peers;
        for (int i = 0; i < 20; ++i) peers.emplace_back(server.number());
        std::unique_ptr<NoMoreDescriptors> none;
        loop.reactor.callWhenRunning(
            [&] { none = std::make_unique<NoMoreDescriptors>(); });
        const auto before = acceptCalls();
        loop.settle(100);
        CHECK(acceptCalls() - before < 30);  // one a peer, not one a turn
    }

    TEST_CASE("with descriptors again, the port serves again [F7]") {
        const LogCapture logged;
        Loop loop;
        Server server(loop);
        for (int round = 0; round < 2; ++round) {
            turnOneAway(loop, server);
            checkServes(loop, server);
        }
    }

    TEST_CASE("the log says once that there are none, until one came [F7]") {
        const LogCapture logged;
        Loop loop;
        Server server(loop);
        for (int spell = 1; spell <= 2; ++spell) {
            for (int i = 0; i < 3; ++i) turnOneAway(loop, server);
            CHECK(logged.count("out of descriptors") == spell);
            checkServes(loop, server);
        }
    }

    TEST_CASE("turning peers away leaves no descriptor behind [F7]") {
        const LogCapture logged;
        Loop loop;
        Server server(loop);
        loop.settle(1);
        const auto before = openDescriptors();
        {
            std::vector<Peer> peers;
            for (int i = 0; i < 10; ++i) peers.emplace_back(server.number());
            std::unique_ptr<NoMoreDescriptors> none;
            loop.reactor.callWhenRunning(
                [&] { none = std::make_unique<NoMoreDescriptors>(); });
            loop.until([&] {
                return std::ranges::all_of(
                    peers, [](Peer& peer) { return peer.isClosed(); });
            });
        }
        CHECK(openDescriptors() == before);
    }

    TEST_CASE("an accept that fails is logged; the port lives on [F7]") {
        for (const int error :
             {ENFILE, ENOBUFS, ENOMEM, ECONNABORTED, EPERM, EINVAL, EPROTO}) {
            CAPTURE(error);
            const LogCapture logged;
            Loop loop;
            Server server(loop);
            failAccepts({error});
            checkServes(loop, server);
            CHECK(acceptsHaveFailed());
        }
    }

    TEST_CASE("a hundred peers at once are all accepted [F7]") {
        Loop loop;
        Server server(loop);
        std::vector<Peer> peers;
        for (int i = 0; i < 100; ++i) {
            peers.emplace_back(server.number());
            peers.back().send("hello");
        }
        loop.until([&] { return server.connections() == 100; });
        loop.until([&] {
            return std::ranges::all_of(
                server.factory->built,
                [](const auto& probe) { return probe->data == "hello"; });
        });
    }

    TEST_CASE("connections that come and go leave no descriptor behind") {
        Loop loop;
        Server server(loop);
        checkServes(loop, server);
        loop.settle();
        const auto before = openDescriptors();
        for (int i = 0; i < 10; ++i) checkServes(loop, server);
        CHECK(openDescriptors() == before);
    }
}
