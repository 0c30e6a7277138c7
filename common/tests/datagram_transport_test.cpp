#include "untwist/testing/datagram_transport.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <stdexcept>
#include <string>

#include "support/datagram_probe.hpp"
#include "untwist/error.hpp"
#include "untwist/testing/memory_reactor.hpp"

using untwist::Address;
using untwist::test::DatagramProbe;
using untwist::testing::DatagramTransport;
using untwist::testing::MemoryReactor;

TEST_SUITE("datagram transport") {
    const Address kPeer("192.0.2.7", 9000);

    TEST_CASE("what a protocol sends is written down, with where to") {
        const auto transport = std::make_shared<DatagramTransport>();
        const auto probe = std::make_shared<DatagramProbe>();
        probe->onDatagram = [](DatagramProbe& p, const auto& got) {
            p.transport().write(got.data + got.data, got.from);
        };
        probe->makeConnection(transport);
        probe->datagramReceived("ho", kPeer);
        probe->datagramReceived("", kPeer);
        using Datagrams = std::vector<DatagramTransport::Datagram>;
        CHECK(transport->written == Datagrams{{"hoho", kPeer}, {"", kPeer}});
    }

    TEST_CASE("it refuses the writes that a real port refuses") {
        DatagramTransport transport;
        CHECK_THROWS_AS(transport.write("where to?"), std::logic_error);
        transport.connect("192.0.2.7", 9000);
        CHECK(transport.write("there") == 5);
        CHECK(transport.write("there", kPeer) == 5);
        CHECK_THROWS_AS(transport.write("x", Address("192.0.2.8", 9000)),
                        std::invalid_argument);
        CHECK_THROWS_AS(transport.connect("192.0.2.7", 9000), std::logic_error);
        CHECK(transport.written.size() == 2);
    }

    TEST_CASE("it takes no writes after stopListening") {
        DatagramTransport transport;
        CHECK(transport.stopListening().called());
        CHECK(transport.write("too late", kPeer) == 0);
        CHECK(transport.written.empty());
    }

    TEST_CASE("it knows the groups that were joined") {
        DatagramTransport transport;
        transport.joinGroup("239.1.2.3");
        transport.joinGroup("239.1.2.4");
        transport.leaveGroup("239.1.2.3");
        CHECK(transport.groups == std::set<std::string>{"239.1.2.4"});
    }

    TEST_CASE("MemoryReactor's listenUDP gives a protocol such a port [M2]") {
        MemoryReactor reactor;
        const auto probe = std::make_shared<DatagramProbe>();
        const auto port = reactor.listenUDP(53, probe, {.maxPacketSize = 512});
        CHECK(probe->started == 1);
        REQUIRE(reactor.udpServers.size() == 1);
        const auto& server = reactor.udpServers[0];
        CHECK(server.port == 53);
        CHECK(server.protocol == probe);
        CHECK(server.options.maxPacketSize == 512);
        CHECK(port->getHost() == Address("127.0.0.1", 53));
        probe->transport().write("query", kPeer);
        CHECK(server.transport->written.size() == 1);
        probe->doStop();
        CHECK(probe->stopped == 1);
    }
}
