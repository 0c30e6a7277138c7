#include "untwist/reconnecting_client_factory.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "support/log_capture.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"
#include "untwist/testing/memory_reactor.hpp"

namespace error = untwist::error;
using std::chrono_literals::operator""s;
using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""ns;
using untwist::Address;
using untwist::Connector;
using untwist::Duration;
using untwist::Failure;
using untwist::Protocol;
using untwist::ReconnectingClientFactory;
using untwist::test::Hooks;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Probe;
using untwist::test::Server;
using untwist::testing::MemoryReactor;

namespace {

using State = Connector::State;

class Client : public ReconnectingClientFactory {
  public:
    using ReconnectingClientFactory::ReconnectingClientFactory;

    Hooks hooks;
    std::vector<std::shared_ptr<Probe>> built;
    int attempts = 0;

    std::shared_ptr<Protocol> buildProtocol(const Address&) override {
        return built.emplace_back(std::make_shared<Probe>(hooks));
    }
    void startedConnecting(Connector& connector) override {
        ++attempts;
        ReconnectingClientFactory::startedConnecting(connector);
    }
};

// A client whose attempts a test lets fail, on a clock that it moves.
struct Trial {
    MemoryReactor reactor;
    std::shared_ptr<Client> client = std::make_shared<Client>(reactor);
    std::shared_ptr<Connector> connector;

    Trial() {
        client->normalVariate = [] { return 0.0; };
    }
    ~Trial() {
        client->stopTrying();  // or the wait owns the connector for ever
    }

    void connect() { connector = reactor.connectTCP("example", 80, client); }

    // The attempt fails. How long is the wait for the next one, in seconds?
    double fail() {
        connector->stopConnecting();
        const auto calls = reactor.getDelayedCalls();
        REQUIRE(calls.size() == 1);
        const auto wait = calls[0].getTime() - reactor.seconds();
        reactor.advance(wait - 1ns);
        CHECK(connector->state() == State::disconnected);
        reactor.advance(1ns);
        CHECK(connector->state() == State::connecting);
        return std::chrono::duration<double>(wait).count();
    }
};

}  // namespace

TEST_SUITE("reconnecting client: waits") {
    TEST_CASE("the first wait is initialDelay, the others grow by e [N1]") {
        Trial trial;
        trial.connect();
        CHECK(trial.fail() == doctest::Approx(1));
        CHECK(trial.fail() == doctest::Approx(2.718281828));
        CHECK(trial.fail() == doctest::Approx(7.389056099));
        CHECK(trial.fail() == doctest::Approx(20.08553692));
        CHECK(trial.client->attempts == 5);
    }

    TEST_CASE("a subclass's initialDelay, factor and maxDelay count [N1]") {
        Trial trial;
        trial.client->initialDelay = 5s;
        trial.client->factor = 2;
        trial.client->maxDelay = 30s;
        trial.connect();
        std::vector<double> waits;
        for (int i = 0; i < 5; ++i) waits.push_back(trial.fail());
        CHECK(waits == std::vector<double>{5, 10, 20, 30, 30});
    }

    TEST_CASE("waits vary by jitter, a normal variate at a time [N1]") {
        Trial trial;
        trial.client->initialDelay = 10s;
        trial.client->factor = 2;
        trial.client->jitter = 0.1;
        trial.client->normalVariate = [] { return 1.0; };
        trial.connect();
        CHECK(trial.fail() == doctest::Approx(11));
        trial.client->normalVariate = [] { return -2.0; };
        CHECK(trial.fail() == doctest::Approx(16));
        // Jitter does not add up: this is 40 s, varied once.
        trial.client->normalVariate = [] { return 0.5; };
        CHECK(trial.fail() == doctest::Approx(42));
    }

    TEST_CASE("jitter never makes a wait longer than maxDelay [N1]") {
        Trial trial;
        trial.client->normalVariate = [] { return 3.0; };
        trial.connect();
        for (int i = 0; i < 20; ++i) CHECK(trial.fail() <= 3600);
        CHECK(trial.fail() == 3600);
    }

    TEST_CASE("at maxDelay, waits still vary [N1]") {
        Trial trial;
        trial.client->initialDelay = 3000s;
        trial.client->jitter = 0.1;
        trial.client->normalVariate = [] { return -1.0; };
        trial.connect();
        for (int i = 0; i < 4; ++i) trial.fail();
        CHECK(trial.fail() == doctest::Approx(3240));
    }

    TEST_CASE("jitter never makes a wait negative [N1]") {
        Trial trial;
        trial.client->normalVariate = [] { return -50.0; };
        trial.connect();
        trial.connector->stopConnecting();
        trial.reactor.advance(0s);
        CHECK(trial.connector->state() == State::connecting);
    }

    TEST_CASE("unless told otherwise, waits do vary, about as promised [N1]") {
        MemoryReactor reactor;
        const auto client = std::make_shared<Client>(reactor);
        double sum = 0;
        double squares = 0;
        constexpr int kSamples = 4000;
        for (int i = 0; i < kSamples; ++i) {
            const auto variate = client->normalVariate();
            sum += variate;
            squares += variate * variate;
        }
        CHECK(std::abs(sum / kSamples) < 0.1);
        CHECK(squares / kSamples == doctest::Approx(1).epsilon(0.15));
        CHECK(client->factor == doctest::Approx(std::numbers::e));
        CHECK(client->jitter == doctest::Approx(0.11962656472));
        CHECK(client->maxDelay == 3600s);
    }

    TEST_CASE("two clients do not wait the same [N1]") {
        MemoryReactor reactor;
        const auto one = std::make_shared<Client>(reactor);
        const auto two = std::make_shared<Client>(reactor);
        CHECK(one->normalVariate() != two->normalVariate());
    }
}

TEST_SUITE("reconnecting client: how often") {
    TEST_CASE("maxRetries = 2 is two retries after the first attempt [N2]") {
        LogCapture logged;
        Trial trial;
        trial.client->maxRetries = 2;
        trial.connect();
        trial.fail();
        trial.fail();
        trial.connector->stopConnecting();
        CHECK(trial.reactor.getDelayedCalls().empty());
        CHECK(trial.client->attempts == 3);
        CHECK(trial.client->retries() == 2);
        CHECK(logged.has("gave up on example:80 after 2 retries"));
    }

    TEST_CASE("maxRetries = 0 is no retry at all [N2]") {
        LogCapture logged;
        Trial trial;
        trial.client->maxRetries = 0;
        trial.connect();
        trial.connector->stopConnecting();
        CHECK(trial.reactor.getDelayedCalls().empty());
    }

    TEST_CASE("resetDelay() starts over: the wait and the count [N2]") {
        Trial trial;
        trial.client->maxRetries = 2;
        trial.connect();
        trial.fail();
        trial.fail();
        trial.client->resetDelay();
        CHECK(trial.client->retries() == 0);
        CHECK(trial.fail() == doctest::Approx(1));
        CHECK(trial.fail() == doctest::Approx(2.718281828));
    }

    TEST_CASE("stopTrying() ends a wait [N2]") {
        Trial trial;
        trial.connect();
        trial.connector->stopConnecting();
        CHECK(trial.reactor.getDelayedCalls().size() == 1);
        trial.client->stopTrying();
        CHECK(trial.reactor.getDelayedCalls().empty());
        CHECK_FALSE(trial.client->continueTrying());
    }

    TEST_CASE("stopTrying() ends an attempt, the first one too [N2]") {
        Trial trial;
        trial.connect();
        trial.client->stopTrying();
        CHECK(trial.connector->state() == State::disconnected);
        CHECK(trial.reactor.getDelayedCalls().empty());
    }

    TEST_CASE("stopTrying() before any attempt is not an error [N2]") {
        MemoryReactor reactor;
        const auto client = std::make_shared<Client>(reactor);
        client->stopTrying();
        CHECK_FALSE(client->continueTrying());
    }

    TEST_CASE("after stopTrying(), resetDelay() has it try again [N2]") {
        Trial trial;
        trial.connect();
        trial.fail();
        trial.client->stopTrying();
        trial.client->resetDelay();
        CHECK(trial.client->continueTrying());
        trial.client->retry(*trial.connector);
        trial.reactor.advance(1s);
        CHECK(trial.connector->state() == State::connecting);
    }

    TEST_CASE("retry() by hand replaces the wait there is") {
        Trial trial;
        trial.connect();
        trial.connector->stopConnecting();
        trial.client->retry(*trial.connector);
        CHECK(trial.reactor.getDelayedCalls().size() == 1);
    }

    TEST_CASE("a wait that finds the connector busy leaves it alone") {
        Trial trial;
        trial.connect();
        trial.connector->stopConnecting();
        trial.connector->connect();
        trial.reactor.advance(1s);
        CHECK(trial.connector->state() == State::connecting);
        CHECK(trial.client->attempts == 2);
    }
}

TEST_SUITE("reconnecting client: on sockets") {
    TEST_CASE("a lost connection is made again, with nobody holding it [N1]") {
        Loop loop;
        Server server(loop, {.made = [](Probe& probe) {
                          probe.transport().loseConnection();
                      }});
        const auto client = std::make_shared<Client>(loop.reactor);
        client->initialDelay = 1ms;
        client->maxDelay = 1ms;
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        loop.until([&] { return server.connections() >= 4; });
        CHECK(client->retries() >= 3);
        client->stopTrying();
    }

    TEST_CASE("a refused attempt is made again until somebody listens [N1]") {
        Loop loop;
        const Server server(loop);
        const auto number = server.number();
        bool closed = false;
        server.port->stopListening().addCallback([&] { closed = true; });
        loop.until([&] { return closed; });

        const auto client = std::make_shared<Client>(loop.reactor);
        client->initialDelay = 1ms;
        client->maxDelay = 1ms;
        client->hooks.made = [&](Probe&) { client->resetDelay(); };
        loop.reactor.connectTCP("127.0.0.1", number, client);
        loop.until([&] { return client->retries() >= 2; });
        loop.reactor.listenTCP(number, server.factory);
        loop.until([&] { return server.connections() > 0; });
        loop.until([&] { return !client->built.empty(); });
        CHECK(client->retries() == 0);
        client->stopTrying();
    }

    TEST_CASE("stopTrying() keeps a connection, and it is the last [N2]") {
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<Client>(loop.reactor);
        client->initialDelay = 0s;
        loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        auto& probe = server.probe();
        loop.until([&] { return !client->built.empty(); });
        client->stopTrying();
        client->built[0]->transport().write("still here");
        loop.until([&] { return probe.data == "still here"; });
        loop.settle();
        CHECK(client->built[0]->closed == 0);
        probe.transport().loseConnection();
        loop.until([&] { return client->built[0]->closed > 0; });
        loop.settle();
        CHECK(client->attempts == 1);
    }

    TEST_CASE("stopTrying() ends an attempt on the real reactor [N2]") {
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<Client>(loop.reactor);
        const auto connector =
            loop.reactor.connectTCP("127.0.0.1", server.number(), client);
        client->stopTrying();
        CHECK(connector->state() == State::disconnected);
        loop.settle();
        CHECK(client->built.empty());
        CHECK(loop.reactor.getDelayedCalls().empty());
    }

    TEST_CASE("a reactor that goes takes the wait and the client along") {
        std::weak_ptr<Client> gone;
        {
            Loop loop;
            auto client = std::make_shared<Client>(loop.reactor);
            gone = client;
            client->initialDelay = 3600s;
            loop.reactor.connectTCP("127.0.0.1", 1, client)->stopConnecting();
            CHECK(loop.reactor.getDelayedCalls().size() == 1);
        }
        CHECK(gone.expired());
    }
}
