// Clients: how an attempt to connect begins, ends, and begins again.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/log_capture.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using std::chrono_literals::operator""ms;
using untwist::Address;
using untwist::Connector;
using untwist::Failure;
using untwist::test::Hooks;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Probe;
using untwist::test::ProbeClient;
using untwist::test::Server;
using untwist::test::Story;
using State = untwist::Connector::State;

namespace {

// A TCP socket on 127.0.0.1 that does not accept: it refuses everybody, or,
// once full, answers nobody.
class UnfriendlySocket {
  public:
    UnfriendlySocket() : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        own_.sin_family = AF_INET;
        own_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof own_;
        ::bind(fd_, address(), size);
        ::getsockname(fd_, address(), &size);
    }
    ~UnfriendlySocket() {
        ::close(fd_);
        for (const int fd : waiting_) ::close(fd);
    }
    UnfriendlySocket(const UnfriendlySocket&) = delete;
    UnfriendlySocket& operator=(const UnfriendlySocket&) = delete;

    std::uint16_t port() const { return ntohs(own_.sin_port); }

    // Listens, with a queue that is full.
    void becomeFull() {
        ::listen(fd_, 0);
        for (int i = 0; i < 4; ++i) {
            waiting_.push_back(::socket(AF_INET, SOCK_STREAM, 0));
            ::fcntl(waiting_.back(), F_SETFL, O_NONBLOCK);
            ::connect(waiting_.back(), address(), sizeof own_);
        }
    }

  private:
    sockaddr* address() { return reinterpret_cast<sockaddr*>(&own_); }

    int fd_;
    sockaddr_in own_{};
    std::vector<int> waiting_;
};

// A client factory and its connector.
struct Client {
    explicit Client(Hooks hooks = {})
        : factory(std::make_shared<ProbeClient>(std::move(hooks))) {}

    void connect(Loop& loop, std::uint16_t port,
                 untwist::ConnectOptions options = {}) {
        connector = loop.reactor.connectTCP("127.0.0.1", port, factory,
                                            std::move(options));
    }
    // Connects where it must fail, and waits for that.
    const Failure& fail(Loop& loop, std::uint16_t port,
                        untwist::ConnectOptions options = {}) {
        connect(loop, port, std::move(options));
        loop.until([&] { return !factory->failures.empty(); });
        REQUIRE(factory->failures.size() == 1);
        return factory->failures[0];
    }
    Probe& probe() { return *factory->built.back(); }

    std::shared_ptr<ProbeClient> factory;
    std::shared_ptr<Connector> connector;
};

}  // namespace

TEST_SUITE("connector: starting") {
    TEST_CASE(
        "connectTCP starts the factory and says so before it returns "
        "[X1]") {
        Story story;
        Loop loop;
        const Server server(loop);
        Client client;
        client.factory->onStarted = [&](Connector& connector) {
            CHECK(client.factory->started == 1);
            CHECK(connector.state() == State::connecting);
            story.emplace_back("startedConnecting");
        };
        client.connect(loop, server.number());
        story.emplace_back("connectTCP returned");
        CHECK(story == Story{"startedConnecting", "connectTCP returned"});
        CHECK(client.factory->built.empty());  // the rest comes later
        loop.until([&] { return client.factory->isConnected(); });
        CHECK(client.connector->state() == State::connected);
    }

    TEST_CASE(
        "the factory is told of the connector that connectTCP returns "
        "[X1]") {
        Connector* told = nullptr;
        Loop loop;
        const Server server(loop);
        Client client;
        client.factory->onStarted = [&](Connector& c) { told = &c; };
        client.connect(loop, server.number());
        CHECK(told == client.connector.get());
        CHECK(client.connector->getDestination().host == "127.0.0.1");
        CHECK(client.connector->getDestination().port == server.number());
    }

    TEST_CASE("stopConnecting() fails the attempt before it returns [X1]") {
        Loop loop;
        const Server server(loop);
        Client client;
        client.connect(loop, server.number());
        client.connector->stopConnecting();
        REQUIRE(client.factory->failures.size() == 1);
        CHECK(client.factory->failures[0].check<error::UserError>());
        CHECK_FALSE(client.factory->failures[0].check<error::TimeoutError>());
        loop.settle();
        CHECK(client.factory->failures.size() == 1);
        CHECK(client.factory->built.empty());
    }

    TEST_CASE("an attempt that was stopped is let go of by itself [X1]") {
        UnfriendlySocket silent;
        silent.becomeFull();
        Loop loop;
        Client client;
        client.connect(loop, silent.port());
        loop.settle();
        const std::weak_ptr<ProbeClient> factory = client.factory;
        client.connector->stopConnecting();
        client = Client();
        loop.settle();  // nothing else happens
        CHECK(factory.expired());
    }

    TEST_CASE("stopConnecting() may be called in startedConnecting [X1]") {
        Loop loop;
        const Server server(loop);
        Client client;
        client.factory->onStarted = [](Connector& c) { c.stopConnecting(); };
        client.connect(loop, server.number());
        REQUIRE(client.factory->failures.size() == 1);
        CHECK(client.factory->failures[0].check<error::UserError>());
        loop.settle();
        CHECK(client.factory->built.empty());
        CHECK(client.factory->stopped == 1);
    }

    TEST_CASE("a dropped connector connects all the same") {
        Loop loop;
        Server server(loop);
        Client client;
        client.connect(loop, server.number());
        client.connector.reset();
        loop.until([&] { return client.factory->isConnected(); });
        CHECK(client.factory->connecting == 1);
    }
}

TEST_SUITE("connector: reasons to fail") {
    TEST_CASE("nobody listens: ConnectionRefusedError, later [X2]") {
        const UnfriendlySocket nobody;
        Loop loop;
        Client client;
        client.connect(loop, nobody.port());
        CHECK(client.factory->failures.empty());
        loop.until([&] { return !client.factory->failures.empty(); });
        REQUIRE(client.factory->failures.size() == 1);
        CHECK(
            client.factory->failures[0].check<error::ConnectionRefusedError>());
        CHECK(client.factory->losses.empty());
        CHECK(client.connector->state() == State::disconnected);
    }

    TEST_CASE("nobody answers: TimeoutError, a kind of UserError [X2]") {
        UnfriendlySocket silent;
        silent.becomeFull();
        Loop loop;
        Client client;
        const auto& reason =
            client.fail(loop, silent.port(), {.timeout = 30ms});
        CHECK(reason.check<error::TimeoutError>());
        CHECK(reason.check<error::UserError>());
    }

    TEST_CASE("an attempt that has ended leaves no timer behind [X2]") {
        const UnfriendlySocket nobody;
        Loop loop;
        Client client;
        client.fail(loop, nobody.port());
        CHECK(loop.reactor.getDelayedCalls().empty());
    }

    TEST_CASE("a local address that is not ours: ConnectBindError [X2]") {
        Loop loop;
        const Server server(loop);
        Client client;
        CHECK(client.fail(loop, server.number(), {.bindHost = "192.0.2.1"})
                  .check<error::ConnectBindError>());
    }

    TEST_CASE("a local port can be asked for; a taken one fails [X2]") {
        UnfriendlySocket taken;
        Loop loop;
        const Server server(loop);
        Client client;
        CHECK(client
                  .fail(loop, server.number(),
                        {.bindHost = "127.0.0.1", .bindPort = taken.port()})
                  .check<error::ConnectBindError>());
    }

    TEST_CASE("a local address and port that are free are used [X2]") {
        std::uint16_t freePort = 0;
        {
            const UnfriendlySocket nobodys;
            freePort = nobodys.port();
        }
        Loop loop;
        Server server(loop);
        Client client;
        client.connect(loop, server.number(),
                       {.bindHost = "127.0.0.1", .bindPort = freePort});
        CHECK(server.probe().transport().getPeer() ==
              Address("127.0.0.1", freePort));
    }

    TEST_CASE("a service without a number throws at once [X2]") {
        Loop loop;
        Client client;
        CHECK_THROWS_AS(
            loop.reactor.connectTCP("127.0.0.1", std::string("no-such-service"),
                                    client.factory),
            error::ServiceNameUnknownError);
        CHECK(client.factory->started == 0);
    }

    TEST_CASE(
        "a factory whose hooks throw is logged; the reactor goes on "
        "[X2]") {
        LogCapture logged;
        const UnfriendlySocket nobody;
        Loop loop;
        Client client;
        client.factory->onFailed = [](Connector&) {
            throw std::runtime_error("sulking");
        };
        client.fail(loop, nobody.port());
        CHECK(logged.count("sulking") == 1);
        CHECK(client.factory->stopped == 1);
    }
}

TEST_SUITE("connector: ending and trying again") {
    TEST_CASE(
        "at the end: connectionLost, clientConnectionLost, stopFactory "
        "[X3]") {
        Story story;
        Loop loop;
        Server server(loop);
        Client client({.lost = [&](Probe&, const Failure&) {
            story.emplace_back("connectionLost");
        }});
        client.factory->onLost = [&](Connector& connector) {
            CHECK(client.factory->stopped == 0);
            CHECK(connector.state() == State::disconnected);
            story.emplace_back("clientConnectionLost");
        };
        client.connect(loop, server.number());
        server.probe().transport().loseConnection();
        loop.until([&] { return client.factory->stopped == 1; });
        CHECK(story == Story{"connectionLost", "clientConnectionLost"});
        CHECK(client.factory->losses[0].check<error::ConnectionDone>());
    }

    TEST_CASE(
        "a client may connect again when it is lost; then its factory "
        "goes on [X3]") {
        Loop loop;
        Server server(loop, {.made = [](Probe& probe) {
                          probe.transport().loseConnection();
                      }});
        Client client;
        client.factory->onLost = [&](Connector& connector) {
            if (client.factory->losses.size() < 3) connector.connect();
        };
        client.connect(loop, server.number());
        loop.until([&] { return client.factory->stopped > 0; });
        CHECK(client.factory->built.size() == 3);
        CHECK(client.factory->connecting == 3);
        CHECK(client.factory->started == 1);
        CHECK(client.factory->stopped == 1);
    }

    TEST_CASE("a client may try again when an attempt fails [X3]") {
        const UnfriendlySocket nobody;
        Loop loop;
        Client client;
        client.factory->onFailed = [&](Connector& connector) {
            if (client.factory->failures.size() < 3) connector.connect();
        };
        client.connect(loop, nobody.port());
        loop.until([&] { return client.factory->stopped > 0; });
        CHECK(client.factory->failures.size() == 3);
        CHECK(client.factory->started == 1);
    }

    TEST_CASE("connect() unless disconnected throws [X4]") {
        Loop loop;
        const Server server(loop);
        Client client;
        client.connect(loop, server.number());
        CHECK_THROWS_AS(client.connector->connect(), std::logic_error);
        loop.until([&] { return client.factory->isConnected(); });
        CHECK_THROWS_AS(client.connector->connect(), std::logic_error);
        CHECK(client.connector->state() == State::connected);
    }

    TEST_CASE("stopConnecting() unless connecting throws [X4]") {
        Loop loop;
        const Server server(loop);
        Client client;
        client.connect(loop, server.number());
        loop.until([&] { return client.factory->isConnected(); });
        CHECK_THROWS_AS(client.connector->stopConnecting(),
                        error::NotConnectingError);
        client.connector->disconnect();
        loop.until([&] { return !client.factory->losses.empty(); });
        REQUIRE(client.factory->losses.size() == 1);
        CHECK_THROWS_AS(client.connector->stopConnecting(),
                        error::NotConnectingError);
    }

    TEST_CASE("disconnect() stops an attempt [X4]") {
        Loop loop;
        const Server server(loop);
        Client client;
        client.connect(loop, server.number());
        client.connector->disconnect();
        REQUIRE(client.factory->failures.size() == 1);
        CHECK(client.factory->failures[0].check<error::UserError>());
    }

    TEST_CASE("disconnect() loses a connection, in order [X4]") {
        Loop loop;
        Server server(loop);
        Client client(
            {.made = [](Probe& probe) { probe.transport().write("bye"); }});
        client.connect(loop, server.number());
        loop.until([&] { return client.factory->isConnected(); });
        client.connector->disconnect();
        auto& served = server.probe();
        loop.until([&] {
            return served.closed > 0 && !client.factory->losses.empty();
        });
        CHECK(served.data == "bye");
        CHECK(client.probe().lostBy<error::ConnectionDone>());
    }

    TEST_CASE("disconnect() when there is nothing to end does nothing [X4]") {
        const UnfriendlySocket nobody;
        Loop loop;
        Client client;
        client.fail(loop, nobody.port());
        CHECK_NOTHROW(client.connector->disconnect());
        CHECK(client.factory->failures.size() == 1);
    }

    TEST_CASE("connect() starts the factory anew after the end [X4]") {
        Loop loop;
        Server server(loop);
        Client client;
        client.connect(loop, server.number());
        loop.until([&] { return client.factory->isConnected(); });
        client.connector->disconnect();
        loop.until([&] { return client.factory->stopped == 1; });
        client.connector->connect();
        CHECK(client.factory->started == 2);
        loop.until([&] { return client.factory->built.size() == 2; });
    }

    TEST_CASE("a client's connection is lost when the reactor stops [R10]") {
        Loop loop;
        const Server server(loop);
        Client client;
        client.connect(loop, server.number());
        loop.until([&] { return client.factory->isConnected(); });
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(client.probe().lostBy<error::ConnectionLost>());
        REQUIRE(client.factory->losses.size() == 1);
        CHECK(client.factory->losses[0].check<error::ConnectionLost>());
    }

    TEST_CASE("an attempt ends, too, when the reactor stops [R10]") {
        UnfriendlySocket silent;
        silent.becomeFull();
        Loop loop;
        Client client;
        client.connect(loop, silent.port());
        loop.settle();
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(client.factory->failures.size() == 1);
        CHECK(client.factory->stopped == 1);
    }
}
