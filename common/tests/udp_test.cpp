#include "untwist/udp.hpp"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "support/datagram_probe.hpp"
#include "support/log_capture.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"
#include "untwist/observer.hpp"

namespace error = untwist::error;
using std::chrono_literals::operator""s;
using untwist::Address;
using untwist::Deferred;
using untwist::Failure;
using untwist::Reactor;
using untwist::UDPOptions;
using untwist::test::DatagramProbe;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Story;
using untwist::test::UdpEnd;

namespace {

// A port number on 127.0.0.1 that nobody has, just now.
std::uint16_t closedPort(Loop& loop) {
    UdpEnd end(loop);
    const auto number = end.address().port();
    end.port->stopListening();
    loop.until([&] { return end.probe->stopped > 0; });
    return number;
}

// Sends one datagram from a plain socket of its own.
void sendPlainly(std::uint16_t port, const std::string& data) {
    const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto sent =
        ::sendto(fd, data.data(), data.size(), 0,
                 reinterpret_cast<const sockaddr*>(&to), sizeof to);
    ::close(fd);
    REQUIRE(sent == static_cast<ssize_t>(data.size()));
}

}  // namespace

TEST_SUITE("udp: a port's life") {
    TEST_CASE("startProtocol runs inside listenUDP, with a transport [U1]") {
        Loop loop;
        const auto probe = std::make_shared<DatagramProbe>();
        std::uint16_t seen = 0;
        probe->onStart = [&](DatagramProbe& p) { seen = p.address().port(); };
        CHECK_THROWS_AS(probe->transport(), std::logic_error);
        const auto port = loop.reactor.listenUDP(0, probe);
        CHECK(probe->started == 1);
        CHECK(seen != 0);
        CHECK(port->getHost() == Address("127.0.0.1", seen));
    }

    TEST_CASE("stopListening calls stopProtocol later, and once [U1]") {
        Loop loop;
        UdpEnd end(loop);
        bool fired = false;
        bool stoppedFirst = false;
        end.port->stopListening().addCallback([&] {
            fired = true;
            stoppedFirst = end.probe->stopped == 1;
        });
        CHECK(end.probe->stopped == 0);
        CHECK_FALSE(fired);
        loop.until([&] { return fired; });
        CHECK(stoppedFirst);
        loop.settle();
        CHECK(end.probe->stopped == 1);
    }

    TEST_CASE("in stopProtocol the transport is gone already [U1]") {
        Loop loop;
        UdpEnd end(loop);
        bool gone = false;
        end.probe->onStop = [&](DatagramProbe& probe) {
            CHECK_THROWS_AS(probe.transport(), std::logic_error);
            gone = true;
        };
        end.port->stopListening();
        loop.until([&] { return gone; });
    }

    TEST_CASE("stopListening may be called again, also when it is done [U1]") {
        Loop loop;
        UdpEnd end(loop);
        int fired = 0;
        end.port->stopListening().addCallback([&] { ++fired; });
        end.port->stopListening().addCallback([&] { ++fired; });
        loop.until([&] { return fired == 2; });
        end.port->stopListening().addCallback([&] { ++fired; });
        CHECK(fired == 3);
        CHECK(end.probe->stopped == 1);
    }

    TEST_CASE("stopListening inside datagramReceived ends the datagrams [U1]") {
        LogCapture logged;
        Loop loop;
        UdpEnd end(loop);
        const UdpEnd sender(loop);
        end.probe->onDatagram = [](DatagramProbe& probe, const auto&) {
            probe.transport().stopListening();
        };
        sender.port->write("first", end.address());
        sender.port->write("second", end.address());
        loop.until([&] { return end.probe->stopped > 0; });
        loop.settle();
        CHECK(end.count() == 1);
        CHECK(logged.messages.empty());
    }

    TEST_CASE("stopListening inside startProtocol closes the port [U1]") {
        Loop loop;
        const auto probe = std::make_shared<DatagramProbe>();
        probe->onStart = [](DatagramProbe& p) {
            p.transport().stopListening();
        };
        loop.reactor.listenUDP(0, probe);
        CHECK(probe->stopped == 0);
        loop.until([&] { return probe->stopped > 0; });
    }

    TEST_CASE("what stopProtocol throws fails stopListening's Deferred [U1]") {
        Loop loop;
        UdpEnd end(loop);
        end.probe->onStop = [](DatagramProbe&) {
            throw std::runtime_error("cannot stop");
        };
        std::string reason;
        end.port->stopListening().addErrback([&](const Failure& failure) {
            reason = failure.getErrorMessage();
        });
        loop.until([&] { return !reason.empty(); });
        CHECK(reason == "cannot stop");
    }

    TEST_CASE("what startProtocol throws comes out of listenUDP [U1]") {
        Loop loop;
        const auto number = closedPort(loop);
        const auto probe = std::make_shared<DatagramProbe>();
        probe->onStart = [](DatagramProbe&) {
            throw std::runtime_error("not today");
        };
        CHECK_THROWS_WITH_AS(loop.reactor.listenUDP(number, probe), "not today",
                             std::runtime_error);
        CHECK_THROWS_AS(probe->transport(), std::logic_error);
        UdpEnd(loop, {}, number);  // the port is free again
        loop.settle();
        CHECK(probe->stopped == 0);
    }

    TEST_CASE("a stopped port can listen again, on its number [U1]") {
        Loop loop;
        UdpEnd end(loop, {}, closedPort(loop));
        const auto before = end.address();
        end.port->connect("127.0.0.1", 9);
        end.port->stopListening();
        CHECK_THROWS_AS(end.port->startListening(), std::logic_error);
        loop.until([&] { return end.probe->stopped > 0; });
        end.port->startListening();
        CHECK(end.probe->started == 2);
        CHECK(end.address() == before);
        CHECK_THROWS_AS(end.port->write("x"), std::logic_error);  // no peer now
        sendPlainly(before.port(), "again");
        loop.until([&] { return end.count() > 0; });
        CHECK(end.probe->last() == "again");
    }

    TEST_CASE("a restart that startProtocol refuses leaves the port closed") {
        Loop loop;
        UdpEnd end(loop);
        end.port->stopListening();
        loop.until([&] { return end.probe->stopped > 0; });
        end.probe->onStart = [](DatagramProbe&) {
            throw std::runtime_error("not yet");
        };
        CHECK_THROWS_AS(end.port->startListening(), std::runtime_error);
        end.probe->onStart = nullptr;
        end.port->startListening();
        CHECK(end.probe->started == 3);
        sendPlainly(end.address().port(), "open");
        loop.until([&] { return end.count() > 0; });
    }

    TEST_CASE("one protocol cannot have two ports") {
        Loop loop;
        UdpEnd end(loop);
        CHECK_THROWS_AS(loop.reactor.listenUDP(0, end.probe), std::logic_error);
        sendPlainly(end.address().port(), "still here");
        loop.until([&] { return end.count() > 0; });
    }

    TEST_CASE("the reactor keeps a port open; its handle may be dropped") {
        Loop loop;
        UdpEnd end(loop);
        const auto address = end.address();
        end.port.reset();
        sendPlainly(address.port(), "kept");
        loop.until([&] { return end.count() > 0; });
    }

    TEST_CASE("when the reactor stops, stopProtocol is called [U1]") {
        Loop loop;
        UdpEnd end(loop);
        loop.reactor.callLater(0s, [&] { loop.reactor.stop(); });
        loop.run();
        CHECK(end.probe->stopped == 1);
    }

    TEST_CASE("a port that the reactor's stop overtakes is stopped once [U1]") {
        Loop loop;
        UdpEnd end(loop);
        bool fired = false;
        loop.reactor.addSystemEventTrigger("before", "shutdown", [&] {
            end.port->stopListening().addCallback([&] { fired = true; });
        });
        loop.reactor.callLater(0s, [&] { loop.reactor.stop(); });
        loop.run();
        CHECK(end.probe->stopped == 1);
        CHECK(fired);
    }

    TEST_CASE("a reactor that goes stops its ports and lets go of them [U1]") {
        std::weak_ptr<DatagramProbe> probe;
        std::weak_ptr<untwist::UDPPort> port;
        {
            Loop loop;
            const UdpEnd end(loop);
            probe = end.probe;
            port = end.port;
        }
        CHECK(probe.expired());
        CHECK(port.expired());
    }

    TEST_CASE("a closed port is inert: writes go nowhere, getHost answers") {
        Loop loop;
        UdpEnd end(loop);
        const UdpEnd other(loop);
        const auto host = end.address();
        end.port->stopListening();
        CHECK(end.port->write("too late", other.address()) == 0);
        CHECK(end.port->write("too late") == 0);
        end.port->connect("127.0.0.1", other.address().port());
        end.port->setBroadcastAllowed(true);
        end.port->setTTL(3);
        end.port->joinGroup("239.1.2.3");
        CHECK(end.port->getHost() == host);
        loop.until([&] { return end.probe->stopped > 0; });
        CHECK(end.port->write("too late", other.address()) == 0);
        loop.settle();
        CHECK(other.count() == 0);
    }

    TEST_CASE("a port outlives its reactor, and is inert") {
        std::shared_ptr<untwist::UDPPort> port;
        {
            Loop loop;
            port = UdpEnd(loop).port;
        }
        CHECK(port->write("nobody there", Address("127.0.0.1", 9)) == 0);
        CHECK(port->stopListening().called());
    }

    TEST_CASE(
        "a port in use cannot be listened on, and the error says so [U2]") {
        Loop loop;
        const UdpEnd end(loop);
        const auto probe = std::make_shared<DatagramProbe>();
        try {
            loop.reactor.listenUDP(end.address().port(), probe);
            FAIL("listenUDP took a port that is in use");
        } catch (const error::CannotListenError& failure) {
            CHECK(failure.code() == std::errc::address_in_use);
            const std::string what = failure.what();
            CHECK(what.find(end.address().toString()) != std::string::npos);
        }
        CHECK(probe->started == 0);
    }

    TEST_CASE("a host name cannot be listened on [U2]") {
        Loop loop;
        const auto probe = std::make_shared<DatagramProbe>();
        CHECK_THROWS_AS(
            loop.reactor.listenUDP(0, probe, {.host = "example.com"}),
            error::CannotListenError);
    }
}

TEST_SUITE("udp: receiving") {
    TEST_CASE("a datagram arrives whole, with who sent it [U3]") {
        Loop loop;
        UdpEnd server(loop);
        UdpEnd client(loop);
        server.probe->onDatagram = [](DatagramProbe& probe, const auto& got) {
            probe.transport().write("re: " + got.data, got.from);
        };
        client.port->write("hello", server.address());
        loop.until([&] { return client.count() > 0; });
        CHECK(server.probe->first().from == client.address());
        CHECK(client.probe->last() == "re: hello");
        CHECK(client.probe->first().from == server.address());
    }

    TEST_CASE("any UDP socket can send to a port [U3]") {
        Loop loop;
        const UdpEnd end(loop);
        sendPlainly(end.address().port(), std::string("\0\xff", 2));
        loop.until([&] { return end.count() > 0; });
        CHECK(end.probe->last() == std::string("\0\xff", 2));
    }

    TEST_CASE("an empty datagram is a datagram [U3]") {
        Loop loop;
        const UdpEnd end(loop);
        const UdpEnd sender(loop);
        CHECK(sender.port->write("", end.address()) == 0);
        sender.port->write("after it", end.address());
        loop.until([&] { return end.count() == 2; });
        CHECK(end.probe->first().data.empty());
        CHECK(end.probe->first().from == sender.address());
    }

    TEST_CASE("what is longer than maxPacketSize loses its end [U3]") {
        Loop loop;
        const UdpEnd end(loop);
        const UdpEnd small(loop, {.maxPacketSize = 4});
        const UdpEnd sender(loop);
        sender.port->write(std::string(8192, 'x'), end.address());
        sender.port->write(std::string(8193, 'y'), end.address());
        sender.port->write("12345678", small.address());
        sender.port->write("next", small.address());
        loop.until([&] { return end.count() == 2 && small.count() == 2; });
        CHECK(end.probe->first().data == std::string(8192, 'x'));
        CHECK(end.probe->last() == std::string(8192, 'y'));
        CHECK(small.probe->first().data == "1234");
        CHECK(small.probe->last() == "next");
    }

    TEST_CASE("the longest datagram there is comes through [U3]") {
        Loop loop;
        const UdpEnd end(loop, {.maxPacketSize = 100'000});
        const UdpEnd sender(loop);
        const std::string longest(65'507, 'z');
        CHECK(sender.port->write(longest, end.address()) == longest.size());
        loop.until([&] { return end.count() > 0; });
        CHECK((end.probe->last() == longest));
    }

    TEST_CASE("what datagramReceived throws is logged; the port lives [U3]") {
        LogCapture logged;
        Loop loop;
        UdpEnd end(loop);
        end.probe->onDatagram = [](DatagramProbe&, const auto& got) {
            if (got.data == "bad") throw std::runtime_error("cannot read it");
        };
        sendPlainly(end.address().port(), "bad");
        sendPlainly(end.address().port(), "good");
        loop.until([&] { return end.count() == 2; });
        CHECK(end.probe->last() == "good");
        CHECK(logged.count("datagramReceived of DatagramProbe") == 1);
        CHECK(logged.has("cannot read it"));
        CHECK(end.probe->stopped == 0);
    }

    TEST_CASE("a flood on one port leaves others their turn") {
        Loop loop;
        UdpEnd flooded(loop);
        const UdpEnd sender(loop);
        std::size_t atTimer = 0;
        // Each datagram brings the next: without an end to its turn the port
        // would never give the loop back.
        flooded.probe->onDatagram = [](DatagramProbe& probe, const auto&) {
            probe.transport().write("more", probe.address());
        };
        loop.reactor.callLater(0s, [&] {
            flooded.port->write("first", flooded.address());
            loop.reactor.callLater(0s, [&] { atTimer = flooded.count(); });
        });
        loop.until([&] { return flooded.count() > 200 && atTimer > 0; });
        CHECK(atTimer < 100);
    }

    TEST_CASE("an observer sees datagramReceived, and on which port") {
        struct Watch : untwist::ReactorObserver {
            Story story;
            std::vector<std::uint64_t> connections;
            bool inOrder = true;
            void eventEnded(const untwist::ReactorEvent& event) override {
                if (event.what != "datagramReceived") return;
                story.push_back(event.name());
                connections.push_back(event.connection);
                inOrder = inOrder && event.ready <= event.began &&
                          event.began <= event.ended;
            }
        };
        Loop loop;
        const auto watch = std::make_shared<Watch>();
        loop.reactor.setObserver(watch);
        const UdpEnd one(loop);
        const UdpEnd two(loop);
        const auto before = loop.reactor.seconds();
        one.port->write("x", two.address());
        one.port->write("", two.address());
        one.port->write("x", one.address());
        loop.until([&] { return one.count() + two.count() == 3; });
        CHECK(watch->story == Story(3, "datagramReceived of DatagramProbe"));
        CHECK(watch->inOrder);
        auto& ids = watch->connections;
        std::ranges::sort(ids);
        CHECK(std::ranges::unique(ids).begin() - ids.begin() == 2);
        CHECK(loop.reactor.seconds() >= before);
    }
}

TEST_SUITE("udp: writing") {
    TEST_CASE("a datagram that is too long is refused [U4]") {
        Loop loop;
        const UdpEnd end(loop);
        CHECK_THROWS_WITH_AS(
            end.port->write(std::string(65'508, 'x'), end.address()),
            "the datagram is too long to send: 65508 bytes",
            error::MessageLengthError);
        CHECK(end.port->write("short", end.address()) == 5);
    }

    TEST_CASE("a host name is no address to write to [U4]") {
        Loop loop;
        const UdpEnd end(loop);
        CHECK_THROWS_AS(end.port->write("x", Address("localhost", 7)),
                        error::InvalidAddressError);
        CHECK_THROWS_WITH_AS(end.port->write("x", Address()),
                             "an address is needed here",
                             error::InvalidAddressError);
        CHECK_THROWS_AS(end.port->connect("localhost", 7),
                        error::InvalidAddressError);
    }

    TEST_CASE("an address of the other family is refused [U4]") {
        Loop loop;
        const UdpEnd end(loop);
        CHECK_THROWS_AS(end.port->write("x", Address("::1", 7)),
                        error::InvalidAddressError);
        CHECK_THROWS_AS(end.port->connect("::1", 7),
                        error::InvalidAddressError);
    }

    TEST_CASE("unconnected, write needs an address [U4]") {
        Loop loop;
        const UdpEnd end(loop);
        CHECK_THROWS_AS(end.port->write("where to?"), std::logic_error);
    }

    TEST_CASE("connected, write takes no other address [U4]") {
        Loop loop;
        const UdpEnd end(loop);
        const UdpEnd friendly(loop);
        const UdpEnd foreign(loop);
        end.port->connect("127.0.0.1", friendly.address().port());
        CHECK_THROWS_AS(end.port->write("x", foreign.address()),
                        std::invalid_argument);
        CHECK(end.port->write("again", friendly.address()) == 5);
        loop.until([&] { return friendly.count() > 0; });
        CHECK(foreign.count() == 0);
    }

    TEST_CASE("what the system will not send is an exception, not the end") {
        Loop loop;
        const UdpEnd end(loop);
        // From 127.0.0.1 no datagram leaves this machine.
        CHECK_THROWS_AS(end.port->write("x", Address("192.0.2.1", 0)),
                        std::system_error);
        CHECK(end.port->write("fine", end.address()) == 4);
    }

    TEST_CASE("a broadcast is refused until it is allowed") {
        Loop loop;
        const UdpEnd end(loop);
        CHECK_FALSE(end.port->getBroadcastAllowed());
        // 127.255.255.255 is the broadcast address of the loopback network.
        const Address everyone("127.255.255.255", end.address().port());
        CHECK_THROWS_AS(end.port->write("to all", everyone), std::system_error);
        end.port->setBroadcastAllowed(true);
        CHECK(end.port->getBroadcastAllowed());
        CHECK(end.port->write("to all", everyone) == 6);
    }

    TEST_CASE("IPv6 works the same") {
        Loop loop;
        std::shared_ptr<DatagramProbe> probe =
            std::make_shared<DatagramProbe>();
        try {
            loop.reactor.listenUDP(0, probe, {.host = "::1"});
        } catch (const error::CannotListenError& failure) {
            MESSAGE("skipped: ", failure.what());
            return;
        }
        probe->transport().write("to myself", probe->address());
        loop.until([&] { return !probe->received.empty(); });
        CHECK(probe->first().from == probe->address());
        CHECK_THROWS_AS(probe->transport().write("x", Address("127.0.0.1", 7)),
                        error::InvalidAddressError);
    }
}

TEST_SUITE("udp: connected") {
    TEST_CASE("a connected port writes without an address [U5]") {
        Loop loop;
        const UdpEnd client(loop);
        const UdpEnd server(loop);
        client.port->connect("127.0.0.1", server.address().port());
        CHECK(client.port->write("hello") == 5);
        loop.until([&] { return server.count() > 0; });
        CHECK(server.probe->last() == "hello");
        CHECK(server.probe->first().from == client.address());
    }

    TEST_CASE("a connected port hears nobody else [U5]") {
        Loop loop;
        const UdpEnd client(loop);
        const UdpEnd server(loop);
        const UdpEnd stranger(loop);
        client.port->connect("127.0.0.1", server.address().port());
        stranger.port->write("let me in", client.address());
        server.port->write("answer", client.address());
        loop.until([&] { return client.count() > 0; });
        loop.settle();
        REQUIRE(client.count() == 1);
        CHECK(client.probe->last() == "answer");
    }

    TEST_CASE("connecting twice is a mistake [U5]") {
        Loop loop;
        const UdpEnd client(loop);
        client.port->connect("127.0.0.1", 9);
        CHECK_THROWS_AS(client.port->connect("127.0.0.1", 9), std::logic_error);
    }

    TEST_CASE("one write that nobody hears is connectionRefused [U6]") {
        Loop loop;
        const UdpEnd client(loop);
        client.port->connect("127.0.0.1", closedPort(loop));
        client.port->write("anybody?");
        CHECK(client.probe->refused == 0);
        loop.until([&] { return client.probe->refused > 0; });
        loop.settle();
        CHECK(client.probe->refused == 1);
        CHECK(client.probe->stopped == 0);
    }

    TEST_CASE("many writes are, too, and never inside write [U6]") {
        Loop loop;
        const UdpEnd client(loop);
        client.port->connect("127.0.0.1", closedPort(loop));
        bool writing = true;
        bool nested = false;
        client.probe->onRefused = [&](DatagramProbe&) { nested |= writing; };
        for (int i = 0; i < 5; ++i) CHECK(client.port->write("hello?") == 6);
        writing = false;
        loop.until([&] { return client.probe->refused > 0; });
        loop.settle();
        CHECK_FALSE(nested);
    }

    TEST_CASE("after connectionRefused the port works on [U6]") {
        Loop loop;
        const auto number = closedPort(loop);
        UdpEnd client(loop);
        client.port->connect("127.0.0.1", number);
        client.port->write("anybody?");
        loop.until([&] { return client.probe->refused > 0; });
        const UdpEnd server(loop, {}, number);
        client.port->write("now?");
        loop.until([&] { return server.count() > 0; });
        server.port->write("yes", client.address());
        loop.until([&] { return client.count() > 0; });
        CHECK(client.probe->last() == "yes");
    }

    TEST_CASE("the datagram after a refused one is not swallowed by it [U6]") {
        Loop loop;
        const auto number = closedPort(loop);
        const UdpEnd client(loop);
        client.port->connect("127.0.0.1", number);
        client.port->write("lost");
        const UdpEnd server(loop, {}, number);
        // The kernel now answers this write for the one before.
        CHECK(client.port->write("kept") == 4);
        loop.until(
            [&] { return server.count() > 0 && client.probe->refused > 0; });
        CHECK(server.probe->last() == "kept");
    }

    TEST_CASE("what connectionRefused throws is logged; the port lives [U6]") {
        LogCapture logged;
        Loop loop;
        const UdpEnd client(loop);
        client.port->connect("127.0.0.1", closedPort(loop));
        client.probe->onRefused = [](DatagramProbe&) {
            throw std::runtime_error("nobody at home");
        };
        client.port->write("anybody?");
        loop.until([&] { return logged.has("nobody at home"); });
        CHECK(logged.has("connectionRefused of DatagramProbe"));
        CHECK(client.probe->stopped == 0);
    }
}

TEST_SUITE("udp: multicast") {
    // A group of our own on the loopback interface. False, with a message, on
    // a machine that cannot do that.
    bool joined(const UdpEnd& end, const std::string& group) {
        try {
            end.port->joinGroup(group, "127.0.0.1");
            return true;
        } catch (const error::MulticastJoinError& failure) {
            MESSAGE("skipped: ", failure.what());
            return false;
        }
    }

    TEST_CASE("members of a group all receive what is sent to it") {
        const std::string group = "239.255.17.3";
        Loop loop;
        const UDPOptions options{.host = group, .listenMultiple = true};
        const UdpEnd one(loop, options);
        const UdpEnd two(loop, options, one.address().port());
        const UdpEnd sender(loop);
        if (!joined(one, group) || !joined(two, group)) return;
        sender.port->setOutgoingInterface("127.0.0.1");
        try {
            sender.port->write("hello, all", one.address());
        } catch (const std::system_error& failure) {
            MESSAGE("skipped: ", failure.what());
            return;
        }
        loop.until([&] { return one.count() > 0 && two.count() > 0; });
        CHECK(one.probe->last() == "hello, all");
        CHECK(two.probe->last() == "hello, all");
        CHECK(one.probe->first().from == sender.address());
    }

    TEST_CASE("who has left a group receives no more of it") {
        const std::string group = "239.255.17.4";
        Loop loop;
        const UdpEnd member(loop, {.host = group});
        const UdpEnd sender(loop);
        if (!joined(member, group)) return;
        sender.port->setOutgoingInterface("127.0.0.1");
        try {
            sender.port->write("first", member.address());
        } catch (const std::system_error& failure) {
            MESSAGE("skipped: ", failure.what());
            return;
        }
        loop.until([&] { return member.count() > 0; });
        member.port->leaveGroup(group, "127.0.0.1");
        sender.port->write("second", member.address());
        loop.settle();
        CHECK(member.count() == 1);
    }

    TEST_CASE("what is no group cannot be joined, and a group not left twice") {
        Loop loop;
        const UdpEnd end(loop);
        CHECK_THROWS_AS(end.port->joinGroup("127.0.0.1"),
                        error::MulticastJoinError);
        CHECK_THROWS_AS(end.port->leaveGroup("239.255.17.5"),
                        error::MulticastJoinError);
        CHECK_THROWS_AS(end.port->joinGroup("all-of-them"),
                        error::InvalidAddressError);
        CHECK_THROWS_AS(end.port->joinGroup("ff12::1"),
                        error::InvalidAddressError);
    }

    TEST_CASE("TTL and loopback mode can be set and read") {
        Loop loop;
        const UdpEnd end(loop);
        CHECK(end.port->getTTL() == 1);
        CHECK(end.port->getLoopbackMode());
        end.port->setTTL(7);
        end.port->setLoopbackMode(false);
        CHECK(end.port->getTTL() == 7);
        CHECK_FALSE(end.port->getLoopbackMode());
        CHECK_THROWS_AS(end.port->setTTL(256), std::out_of_range);
    }
}
