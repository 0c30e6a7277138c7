#include "untwist/factory.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "support/log_capture.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Address;
using untwist::ClientFactory;
using untwist::Factory;
using untwist::Protocol;
using untwist::test::Hooks;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::ProbeClient;
using untwist::test::ProbeFactory;
using untwist::test::Server;

namespace {

struct Greeter : Protocol {
    Greeter(std::string w, int n) : word(std::move(w)), number(n) {}
    std::string word;
    int number;
};

}  // namespace

TEST_SUITE("factory") {
    TEST_CASE("forProtocol makes a new protocol for each connection [F1]") {
        const auto factory = Factory::forProtocol<Greeter>("hello", 7);
        const auto one = factory->buildProtocol(Address());
        const auto two = factory->buildProtocol(Address());
        CHECK(one != two);
        const auto greeter = std::dynamic_pointer_cast<Greeter>(one);
        REQUIRE(greeter);
        CHECK(greeter->word == "hello");
        CHECK(greeter->number == 7);
    }

    TEST_CASE("forProtocol works for clients as well [F1]") {
        const std::shared_ptr<ClientFactory> factory =
            ClientFactory::forProtocol<Greeter>("hi", 1);
        CHECK(factory->buildProtocol(Address()));
    }

    TEST_CASE("buildProtocol is told who connects [F1]") {
        struct Curious : Factory {
            Address peer;
            std::shared_ptr<Protocol> buildProtocol(const Address& a) override {
                peer = a;
                return std::make_shared<Protocol>();
            }
        };
        const auto factory = std::make_shared<Curious>();
        Loop loop;
        const auto port = loop.reactor.listenTCP(0, factory);
        const Peer peer(port->getHost().port());
        loop.until([&] { return factory->peer.port() != 0; });
        CHECK(factory->peer == Address("127.0.0.1", peer.port()));
    }

    TEST_CASE("a factory lives as long as its connections [F1]") {
        std::weak_ptr<Factory> factory;
        Loop loop;
        auto server = std::make_unique<Server>(loop);
        Peer peer(server->number());
        server->probe();
        factory = server->factory;
        server->port->stopListening();
        server.reset();
        loop.settle();
        CHECK_FALSE(factory.expired());
        peer.close();
        loop.until([&] { return factory.expired(); });
        CHECK(factory.expired());
    }

    TEST_CASE(
        "startFactory comes with the first port, stopFactory with the "
        "last [F2]") {
        ProbeFactory factory;
        factory.doStart();
        factory.doStart();
        CHECK(factory.started == 1);
        CHECK(factory.numPorts() == 2);
        factory.doStop();
        CHECK(factory.stopped == 0);
        factory.doStop();
        CHECK(factory.stopped == 1);
        CHECK(factory.numPorts() == 0);
    }

    TEST_CASE("one doStop too many does nothing [F2]") {
        ProbeFactory factory;
        factory.doStop();
        CHECK(factory.stopped == 0);
        CHECK(factory.numPorts() == 0);
    }

    TEST_CASE("a factory that starts again is told again [F2]") {
        ProbeFactory factory;
        factory.doStart();
        factory.doStop();
        factory.doStart();
        CHECK(factory.started == 2);
    }

    TEST_CASE("a factory may serve two ports: it is started once [F2]") {
        Loop loop;
        const auto factory = std::make_shared<ProbeFactory>();
        const auto one = loop.reactor.listenTCP(0, factory);
        const auto two = loop.reactor.listenTCP(0, factory);
        CHECK(factory->numPorts() == 2);
        CHECK(factory->started == 1);
        one->stopListening();
        loop.until([&] { return factory->numPorts() == 1; });
        CHECK(factory->stopped == 0);
        two->stopListening();
        loop.until([&] { return factory->stopped == 1; });
    }

    TEST_CASE("a null protocol refuses that connection alone [F3]") {
        int calls = 0;
        Loop loop;
        Server server(loop);
        server.factory->build = [&]() -> std::shared_ptr<Probe> {
            return ++calls == 1 ? nullptr : std::make_shared<Probe>(Hooks{});
        };
        Peer refused(server.number());
        loop.until([&] { return refused.isClosed(); });
        Peer accepted(server.number());
        auto& probe = server.probe();
        accepted.send("hello");
        loop.until([&] { return probe.data == "hello"; });
        CHECK_FALSE(accepted.isClosed());
    }

    TEST_CASE(
        "a client's null protocol: the connection is lost, it has not "
        "failed [F3]") {
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<ProbeClient>();
        client->build = [] { return std::shared_ptr<Probe>(); };
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        loop.until([&] { return !client->losses.empty(); });
        REQUIRE(client->losses.size() == 1);
        CHECK(client->losses[0].check<error::ConnectionDone>());
        CHECK(client->failures.empty());
        CHECK(client->stopped == 1);
    }

    TEST_CASE("a buildProtocol that throws closes that connection alone [F4]") {
        int calls = 0;
        LogCapture logged;
        Loop loop;
        Server server(loop);
        server.factory->build = [&] {
            if (++calls == 1) throw std::runtime_error("out of protocols");
            return std::make_shared<Probe>(Hooks{});
        };
        Peer refused(server.number());
        loop.until([&] { return refused.isClosed(); });
        CHECK(logged.count("out of protocols") == 1);
        Peer accepted(server.number());
        auto& probe = server.probe();
        accepted.send("hello");
        loop.until([&] { return probe.data == "hello"; });
    }

    TEST_CASE("a client's buildProtocol that throws: the attempt failed [F4]") {
        const LogCapture logged;
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<ProbeClient>();
        client->build = []() -> std::shared_ptr<Probe> {
            throw std::runtime_error("out of protocols");
        };
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        loop.until([&] { return !client->failures.empty(); });
        REQUIRE(client->failures.size() == 1);
        CHECK(client->failures[0].check<error::ConnectError>());
        CHECK(client->failures[0].getErrorMessage().find("out of protocols") !=
              std::string::npos);
        CHECK(client->losses.empty());
        CHECK(client->stopped == 1);
    }
}
