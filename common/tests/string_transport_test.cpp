#include "untwist/testing/string_transport.hpp"

#include <doctest/doctest.h>

#include <array>
#include <memory>
#include <stdexcept>

#include "untwist/error.hpp"
#include "untwist/testing/accumulating_protocol.hpp"

namespace error = untwist::error;
using untwist::Address;
using untwist::Bytes;
using untwist::testing::AccumulatingProtocol;
using untwist::testing::StringTransport;
using untwist::testing::StringTransportWithDisconnection;

namespace {

struct Producer : untwist::IProducer {
    int resumed = 0;
    int stopped = 0;
    void pauseProducing() override {}
    void resumeProducing() override { ++resumed; }
    void stopProducing() override { ++stopped; }
};

}  // namespace

TEST_SUITE("string transport") {
    TEST_CASE("what is written can be read back, in order [M1]") {
        StringTransport transport;
        transport.write("one ");
        transport.writeSequence(std::array<Bytes, 2>{"two ", "three"});
        CHECK(transport.value() == "one two three");
        transport.clear();
        CHECK(transport.value().empty());
    }

    TEST_CASE("loseConnection() only marks it; writes still count [M1]") {
        StringTransport transport;
        CHECK_FALSE(transport.disconnecting());
        transport.loseConnection();
        CHECK(transport.disconnecting());
        transport.write("still written");
        CHECK(transport.value() == "still written");
    }

    TEST_CASE("after loseConnection() it must not be paused or resumed [M1]") {
        StringTransport transport;
        transport.loseConnection();
        CHECK_THROWS_AS(transport.pauseProducing(), std::logic_error);
        CHECK_THROWS_AS(transport.resumeProducing(), std::logic_error);
    }

    TEST_CASE("it remembers whether it is paused [M1]") {
        using State = StringTransport::ProducerState;
        StringTransport transport;
        CHECK(transport.producerState() == State::producing);
        transport.pauseProducing();
        CHECK(transport.producerState() == State::paused);
        transport.resumeProducing();
        CHECK(transport.producerState() == State::producing);
    }

    TEST_CASE("it remembers a half-close and an abort [M1]") {
        StringTransport transport;
        transport.loseWriteConnection();
        CHECK(transport.halfClosed());
        CHECK_FALSE(transport.disconnected());
        transport.abortConnection();
        CHECK(transport.disconnected());
    }

    TEST_CASE("it has the addresses and options it is given [M1]") {
        StringTransport transport(Address("10.1.1.1", 1), Address("::1", 2));
        CHECK(transport.getPeer() == Address("10.1.1.1", 1));
        CHECK(transport.getHost() == Address("::1", 2));
        transport.setTcpNoDelay(true);
        transport.setTcpKeepAlive(true);
        CHECK(transport.getTcpNoDelay());
        CHECK(transport.getTcpKeepAlive());
    }

    TEST_CASE("it takes one producer at a time [M1]") {
        StringTransport transport;
        const auto producer = std::make_shared<Producer>();
        transport.registerProducer(producer, true);
        CHECK(transport.producer() == producer);
        CHECK(transport.streaming());
        CHECK_THROWS_AS(transport.registerProducer(producer, true),
                        std::logic_error);
        transport.unregisterProducer();
        CHECK_FALSE(transport.producer());
    }

    TEST_CASE("...WithDisconnection ends the protocol inside the call [M1]") {
        const auto protocol = std::make_shared<AccumulatingProtocol>();
        const auto transport =
            std::make_shared<StringTransportWithDisconnection>();
        transport->protocol = protocol;
        protocol->makeConnection(transport);
        transport->loseConnection();
        REQUIRE(protocol->closedReason);
        CHECK(protocol->closedReason->check<error::ConnectionDone>());
        CHECK(transport->disconnected());
    }

    TEST_CASE("...WithDisconnection ends the protocol once [M1]") {
        const auto protocol = std::make_shared<AccumulatingProtocol>();
        const auto transport =
            std::make_shared<StringTransportWithDisconnection>();
        transport->protocol = protocol;
        protocol->makeConnection(transport);
        transport->abortConnection();
        transport->abortConnection();
        transport->loseConnection();
        CHECK(protocol->closed == 1);
        CHECK(protocol->closedReason->check<error::ConnectionAborted>());
    }

    TEST_CASE("an AccumulatingProtocol remembers what it was told [M3]") {
        AccumulatingProtocol protocol;
        protocol.makeConnection(std::make_shared<StringTransport>());
        CHECK(protocol.made == 1);
        protocol.dataReceived("one ");
        protocol.dataReceived("two");
        CHECK(protocol.data == "one two");
        CHECK(protocol.closed == 0);
        protocol.connectionLost(untwist::Failure(error::ConnectionLost()));
        CHECK(protocol.closed == 1);
        CHECK(protocol.closedReason->check<error::ConnectionLost>());
    }
}
