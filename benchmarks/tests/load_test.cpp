#include "load/load.hpp"

#include <doctest/doctest.h>

#include "tests/small_server.hpp"

using namespace std::chrono_literals;
using namespace untwist::load;
using untwist::test::SmallServer;

TEST_CASE("a percentile is at most 1.6 % above the duration it stands for") {
    Histogram histogram;
    for (int i = 1; i <= 1000; ++i) histogram.add(i * 1us);
    CHECK(histogram.count() == 1000);
    CHECK(histogram.percentile(0.5) >= 500us);
    CHECK(histogram.percentile(0.5) < 508us);
    CHECK(histogram.percentile(0.999) >= 999us);
    CHECK(histogram.percentile(1) == 1000us);
    CHECK(histogram.max() == 1000us);
}

TEST_CASE("small and huge durations have their buckets too") {
    Histogram histogram;
    histogram.add(0ns);
    CHECK(histogram.percentile(1) == 0ns);
    histogram.add(std::chrono::nanoseconds::max());
    CHECK(histogram.percentile(0.5) == 0ns);
    CHECK(histogram.percentile(1) == std::chrono::nanoseconds::max());
}

TEST_CASE("a histogram added to another makes one of all durations") {
    Histogram one;
    Histogram other;
    one.add(1ms);
    other.add(3ms);
    one.add(other);
    CHECK(one.count() == 2);
    CHECK(one.max() == 3ms);
}

TEST_CASE("every request that was asked for is sent and answered") {
    const SmallServer server(SmallServer::echo);
    const auto load = makeLoad({.connections = 3}, server.port());
    CHECK(load->connect().open == 3);
    const auto result = load->run({.requests = 100});
    CHECK(result.messages() == 100);
    CHECK(result.failures == 0);
    CHECK(result.latency.count() == 100);
    CHECK(load->run({.requests = 5}).messages() == 5);
}

TEST_CASE("a run ends when its time is over, with nothing on its way") {
    const SmallServer server(SmallServer::echo);
    const auto load = makeLoad({}, server.port());
    load->connect();
    const auto result = load->run({.time = 20ms});
    CHECK(result.seconds >= 20ms);
    CHECK(result.messages() > 0);
    CHECK(result.late <= 1);
    CHECK(result.unanswered == 0);
}

TEST_CASE("an ongoing run leaves the clients as they are, for the next one") {
    const SmallServer server(SmallServer::echo);
    const auto load =
        makeLoad({.connections = 3, .ongoing = true}, server.port());
    load->connect();
    for (int i = 0; i < 2; ++i) {
        const auto result = load->run({.requests = 30});
        CHECK(result.answered == 30);
        CHECK(result.served == 3);
        CHECK(result.goes.size() == 30);
        CHECK(result.failures == 0);
    }
}

TEST_CASE("an ongoing run tells how long each client has waited so far") {
    const SmallServer server(SmallServer::silent);
    const auto load =
        makeLoad({.connections = 2, .ongoing = true}, server.port());
    load->connect();
    CHECK(load->run({.time = 10ms}).served == 0);
    const auto result = load->run({.time = 10ms});
    CHECK(result.unanswered == 0);
    CHECK(result.failures == 0);
    REQUIRE(result.goes.size() == 2);
    CHECK(result.goes.at(1).client == 1);
    CHECK(result.goes.at(1).took >= 20ms);
    CHECK_FALSE(result.goes.at(1).answered);
}

TEST_CASE("pipelined lines go out together and count one by one") {
    const SmallServer server(SmallServer::echo);
    const auto load =
        makeLoad({.connections = 2, .depth = 16, .lines = true}, server.port());
    load->connect();
    const auto result = load->run({.requests = 64});
    CHECK(result.messages() == 64);
    CHECK(result.latency.count() == 4);
}

TEST_CASE("a message that fills the socket's buffers arrives whole") {
    const SmallServer server(SmallServer::echo);
    const std::size_t size = 8 << 20;
    const auto load =
        makeLoad({.requestSize = size, .replySize = size}, server.port());
    load->connect();
    CHECK(load->run({.requests = 2}).messages() == 2);
}

TEST_CASE("with reconnect each request has a connection of its own") {
    const SmallServer server(SmallServer::echo);
    const auto load =
        makeLoad({.connections = 2, .reconnect = true}, server.port());
    CHECK(load->connect().open == 0);
    CHECK(load->run({.requests = 20}).messages() == 20);
    CHECK(server.connections() == 20);
}

TEST_CASE("a datagram that is lost is sent once more, and counted") {
    const SmallServer server(SmallServer::forgetfulDatagrams);
    const auto load = makeLoad({.connections = 2, .udp = true}, server.port());
    CHECK(load->connect().open == 2);
    const auto result = load->run({.requests = 10});
    CHECK(result.messages() == 10);
    CHECK(result.unanswered == 1);
    CHECK(result.failures == 0);
}

TEST_CASE("connections that are refused are a result, not an error") {
    std::uint16_t port = 0;
    { port = SmallServer(SmallServer::echo).port(); }
    const auto load = makeLoad({.connections = 3}, port);
    const auto connected = load->connect();
    CHECK(connected.open == 0);
    CHECK(connected.failed == 3);
    CHECK(connected.error == "Connection refused");
    CHECK(load->run({.time = 10ms}).messages() == 0);
}

TEST_CASE("connections that break are counted, and the others go on") {
    const SmallServer server(SmallServer::firstOneCloses);
    const auto load = makeLoad({.connections = 3}, server.port());
    load->connect();
    const auto result = load->run({.requests = 30});
    CHECK(result.failures == 1);
    CHECK(result.error == "the server closed the connection");
    CHECK(result.messages() == 29);
}

TEST_CASE("a server that does not answer is not waited for for ever") {
    const SmallServer server(SmallServer::silent);
    const auto load =
        makeLoad({.connections = 2, .patience = 10ms}, server.port());
    load->connect();
    const auto result = load->run({.time = 10ms});
    CHECK(result.messages() == 0);
    CHECK(result.unanswered == 2);
    CHECK(result.failures == 2);
}
