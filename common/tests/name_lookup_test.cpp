// Connecting by name: names are looked up without holding the reactor up.
#include <doctest/doctest.h>
#include <netdb.h>

#include <atomic>
#include <future>
#include <memory>
#include <thread>

#include "support/faults.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using std::chrono_literals::operator""ms;
using untwist::test::failThread;
using untwist::test::LookupHook;
using untwist::test::Loop;
using untwist::test::ProbeClient;
using untwist::test::Server;
using untwist::test::threadHasFailed;

namespace {

// Not in a system as bare as a container without /etc/hosts.
bool isKnown(const char* host) {
    addrinfo* found = nullptr;
    if (::getaddrinfo(host, nullptr, nullptr, &found) != 0) return false;
    ::freeaddrinfo(found);
    return true;
}

// Lookups that wait until they are let go.
class SlowLookups {
  public:
    SlowLookups() {
        hook_ = std::make_unique<LookupHook>([this](const char*) {
            thread = std::this_thread::get_id();
            started = true;
            return answer_.wait(), 0;
        });
    }
    ~SlowLookups() { letGo(); }
    void letGo() {
        if (!std::exchange(gone_, true)) go_.set_value();
    }

    std::atomic<bool> started = false;
    std::atomic<std::thread::id> thread;

  private:
    bool gone_ = false;
    std::promise<void> go_;
    std::shared_future<void> answer_ = go_.get_future().share();
    std::unique_ptr<LookupHook> hook_;
};

}  // namespace

TEST_SUITE("name lookup") {
    TEST_CASE("localhost is a host like any other") {
        if (!isKnown("localhost")) {
            MESSAGE("not tested: this system does not know localhost");
            return;
        }
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<ProbeClient>();
        const auto connector =
            loop.reactor.connectTCP("localhost", server.number(), client);
        CHECK(connector->getDestination().host == "localhost");
        loop.until([&] { return client->isConnected(); });
        // "localhost" may be ::1 first, where nobody listens.
        CHECK(server.probe().transport().getPeer().host() == "127.0.0.1");
    }

    TEST_CASE("timers go on while a name is looked up") {
        int ticks = 0;
        SlowLookups slow;
        Loop loop;
        Server server(loop);
        const auto client = std::make_shared<ProbeClient>();
        loop.reactor.connectTCP("localhost", server.number(), client);
        std::function<void()> tick = [&] {
            // The lookup cannot end before these ticks have been.
            if (slow.started && ++ticks == 3) slow.letGo();
            loop.reactor.callLater(1ms, [&] { tick(); });
        };
        loop.reactor.callLater(1ms, [&] { tick(); });
        loop.until([&] { return client->isConnected(); });
        CHECK(ticks >= 3);
        CHECK(slow.thread.load() != std::this_thread::get_id());
    }

    TEST_CASE("connectTCP does not wait for the lookup") {
        SlowLookups slow;
        Loop loop;
        const Server server(loop);
        const auto client = std::make_shared<ProbeClient>();
        loop.reactor.connectTCP("localhost", server.number(), client);
        CHECK(client->connecting == 1);
        slow.letGo();
        loop.until([&] { return client->isConnected(); });
    }

    TEST_CASE("a name without an address: DNSLookupError [X2]") {
        const LookupHook unknown([](const char*) { return EAI_NONAME; });
        Loop loop;
        const auto client = std::make_shared<ProbeClient>();
        loop.reactor.connectTCP("nowhere.invalid", 80, client);
        CHECK(client->failures.empty());
        loop.until([&] { return !client->failures.empty(); });
        REQUIRE(client->failures.size() == 1);
        CHECK(client->failures[0].check<error::DNSLookupError>());
        CHECK(client->stopped == 1);
    }

#ifdef UNTWIST_CAN_FAIL_THREADS
    TEST_CASE("no thread to look a name up on: DNSLookupError [X2]") {
        const LookupHook known([](const char*) { return 0; });
        Loop loop;
        const Server server(loop);
        const auto client = std::make_shared<ProbeClient>();
        failThread();
        const auto connector =
            loop.reactor.connectTCP("somewhere", server.number(), client);
        loop.until([&] { return !client->failures.empty(); });
        CHECK(threadHasFailed());
        REQUIRE(client->failures.size() == 1);
        CHECK(client->failures[0].check<error::DNSLookupError>());

        connector->connect();  // there are threads again
        loop.until([&] { return client->isConnected(); });
    }
#endif

    TEST_CASE("an attempt can be stopped while its name is looked up [X1]") {
        SlowLookups slow;
        Loop loop;
        const Server server(loop);
        const auto client = std::make_shared<ProbeClient>();
        const auto connector =
            loop.reactor.connectTCP("localhost", server.number(), client);
        loop.until([&] { return slow.started.load(); });
        connector->stopConnecting();
        REQUIRE(client->failures.size() == 1);
        CHECK(client->failures[0].check<error::UserError>());
        slow.letGo();
        loop.settle();
        CHECK(client->built.empty());
        CHECK(client->failures.size() == 1);
    }

    TEST_CASE("the time limit counts while the name is looked up [X2]") {
        SlowLookups slow;
        Loop loop;
        const auto client = std::make_shared<ProbeClient>();
        loop.reactor.connectTCP("localhost", 80, client, {.timeout = 20ms});
        loop.until([&] { return !client->failures.empty(); });
        REQUIRE(client->failures.size() == 1);
        CHECK(client->failures[0].check<error::TimeoutError>());
        slow.letGo();
    }
}
