#include "untwist/wrapping_factory.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <string>

#include "support/peer.hpp"
#include "support/probe.hpp"
#include "support/wrapped.hpp"

namespace error = untwist::error;
using untwist::Address;
using untwist::Bytes;
using untwist::Failure;
using untwist::ProtocolWrapper;
using untwist::WrappingFactory;
using untwist::test::HalfCloseable;
using untwist::test::Hooks;
using untwist::test::Loop;
using untwist::test::Offered;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::ProbeClient;
using untwist::test::ProbeFactory;
using untwist::test::Story;
using State = untwist::testing::StringTransport::ProducerState;

namespace {

struct Wrapped {
    std::shared_ptr<ProbeFactory> inner;
    std::shared_ptr<WrappingFactory> factory;

    explicit Wrapped(Hooks hooks = {})
        : inner(std::make_shared<ProbeFactory>(std::move(hooks))),
          factory(std::make_shared<WrappingFactory>(inner)) {}
    Probe& probe() const { return *inner->built.back(); }
};

struct Silent : untwist::IProducer {
    void pauseProducing() override {}
    void resumeProducing() override {}
    void stopProducing() override {}
};

}  // namespace

TEST_SUITE("wrapping factory") {
    TEST_CASE("what comes goes through to the wrapped protocol [P4]") {
        const Wrapped wrapped;
        Offered conn(*wrapped.factory);
        CHECK(wrapped.probe().made == 1);
        conn.protocol->dataReceived("hello");
        CHECK(wrapped.probe().data == "hello");
        conn.lose();
        CHECK(wrapped.probe().closed == 1);
        CHECK(wrapped.probe().lostBy<error::ConnectionDone>());
    }

    TEST_CASE("what the wrapped protocol does goes through as well [P4]") {
        const Wrapped wrapped;
        Offered conn(*wrapped.factory);
        auto& transport = wrapped.probe().transport();
        transport.write("one ");
        transport.writeSequence(std::array<Bytes, 2>{"two ", "three"});
        CHECK(conn.transport->value() == "one two three");
        CHECK(transport.getPeer() == conn.transport->getPeer());
        CHECK(transport.getHost() == conn.transport->getHost());
        transport.setTcpNoDelay(true);
        CHECK(transport.getTcpNoDelay());
        CHECK(conn.transport->getTcpNoDelay());
        transport.setTcpKeepAlive(true);
        CHECK(transport.getTcpKeepAlive());
        CHECK(conn.transport->getTcpKeepAlive());
        transport.pauseProducing();
        CHECK(conn.transport->producerState() == State::paused);
        transport.resumeProducing();
        CHECK(conn.transport->producerState() == State::producing);
        const auto producer = std::make_shared<Silent>();
        transport.registerProducer(producer, true);
        CHECK(conn.transport->producer() == producer);
        CHECK(conn.transport->streaming());
        transport.unregisterProducer();
        CHECK_FALSE(conn.transport->producer());
        transport.loseWriteConnection();
        CHECK(conn.transport->halfClosed());
        CHECK_FALSE(transport.disconnecting());
        transport.loseConnection();
        CHECK(transport.disconnecting());
        CHECK(conn.transport->disconnecting());
        transport.abortConnection();
        CHECK(conn.transport->disconnected());
    }

    TEST_CASE("after connectionLost the wrapped protocol is let go of [P4]") {
        const Wrapped wrapped;
        Offered conn(*wrapped.factory);
        const auto wrapper =
            std::dynamic_pointer_cast<ProtocolWrapper>(conn.protocol);
        CHECK(wrapper->wrappedProtocol() == wrapped.inner->built.back());
        const std::weak_ptr<Probe> probe = wrapped.inner->built.back();
        wrapped.inner->built.clear();
        CHECK_FALSE(probe.expired());
        conn.lose();
        CHECK_FALSE(wrapper->wrappedProtocol());
        CHECK(probe.expired());
    }

    TEST_CASE("a wrapped protocol's transport works after the loss [P4]") {
        const Wrapped wrapped;
        Offered(*wrapped.factory).lose();
        wrapped.probe().transport().write("into the void");
        CHECK(wrapped.probe().transport().getPeer() ==
              Address("10.1.1.1", 40000));
    }

    TEST_CASE("the factory knows who is connected, in connectionMade too") {
        std::size_t inMade = 0;
        std::size_t inLost = 0;
        WrappingFactory* factory = nullptr;
        const Wrapped wrapped(
            {.made = [&](Probe&) { inMade = factory->protocols().size(); },
             .lost =
                 [&](Probe&, const Failure&) {
                     inLost = factory->protocols().size();
                 }});
        factory = wrapped.factory.get();
        Offered one(*factory);
        Offered two(*factory);
        CHECK(inMade == 2);
        CHECK(factory->protocols().contains(
            dynamic_cast<ProtocolWrapper*>(one.protocol.get())));
        one.lose();
        CHECK(inLost == 1);
        two.lose();
        CHECK(factory->protocols().empty());
    }

    TEST_CASE("when the wrapped factory refuses, so does this one [P6]") {
        const Wrapped wrapped;
        wrapped.inner->build = [] { return nullptr; };
        CHECK_FALSE(Offered(*wrapped.factory).accepted());
    }

    TEST_CASE("the wrapped factory starts and stops with this one") {
        const Wrapped wrapped;
        wrapped.factory->doStart();
        wrapped.factory->doStart();
        CHECK(wrapped.inner->started == 1);
        wrapped.factory->doStop();
        CHECK(wrapped.inner->stopped == 0);
        wrapped.factory->doStop();
        CHECK(wrapped.inner->stopped == 1);
    }

    TEST_CASE("over sockets, a wrapped server and client talk [P4]") {
        const Wrapped server({.data = [](Probe& probe, Bytes data) {
            probe.transport().write(data);
            probe.transport().loseConnection();
        }});
        const auto inner = std::make_shared<ProbeClient>(Hooks{
            .made = [](Probe& probe) { probe.transport().write("ping"); }});
        Loop loop;
        const auto port = loop.reactor.listenTCP(0, server.factory);
        loop.reactor.connectTCP("127.0.0.1", port->getHost().port(),
                                std::make_shared<WrappingFactory>(inner));
        loop.until([&] { return !inner->losses.empty(); });
        CHECK(inner->connecting == 1);
        CHECK(inner->built.at(0)->data == "ping");
        CHECK(inner->stopped == 1);
        CHECK(server.probe().lostBy<error::ConnectionDone>());
    }

    TEST_CASE("a client that is refused hears of it through the wrapper") {
        const auto inner = std::make_shared<ProbeClient>();
        Loop loop;
        const auto port = loop.reactor.listenTCP(0, Wrapped().factory);
        const auto number = port->getHost().port();
        port->stopListening();
        loop.settle();
        loop.reactor.connectTCP("127.0.0.1", number,
                                std::make_shared<WrappingFactory>(inner));
        loop.until([&] { return !inner->failures.empty(); });
        CHECK(inner->failures[0].check<error::ConnectionRefusedError>());
    }

    TEST_CASE("a wrapped protocol is told of each half's end [P4]") {
        const Wrapped wrapped;
        const auto half =
            std::make_shared<HalfCloseable>(Hooks{.readLost = [](Probe& probe) {
                probe.transport().write("bye");
                probe.transport().loseWriteConnection();
            }});
        wrapped.inner->build = [&] { return half; };
        Loop loop;
        const auto port = loop.reactor.listenTCP(0, wrapped.factory);
        Peer peer(port->getHost().port());
        peer.closeWriting();
        loop.until([&] { return half->writeClosed > 0; });
        CHECK(half->readClosed == 1);
        CHECK(half->closed == 0);
        loop.until([&] { return peer.isClosed(); });
        CHECK(peer.received() == "bye");
    }
}
