// Each server does what the others do: otherwise there is nothing to compare.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "load/load.hpp"
#include "meters/counters.hpp"
#include "servers/servers.hpp"
#include "support/program.hpp"

using namespace untwist::bench;
using untwist::meters::sum;
using untwist::support::Client;
using untwist::support::Program;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

// A server of `service`, started; and what to say if that fails.
template <class F>
void forEachServerOf(const std::string& service, F test) {
    for (const auto& server : allServers(UNTWIST_BENCH_SERVERS)) {
        if (std::ranges::count(server.services, service) == 0) continue;
        CAPTURE(server.name);
        if (!server.missing.empty()) {
            MESSAGE(server.name, " left out: ", server.missing);
            continue;
        }
        auto argv = server.argv;
        argv.push_back(service);
        Program program(argv);
        test(program.readPort());
    }
}

std::string exchangeDatagram(std::uint16_t port, const std::string& sent) {
    const int socket = ::socket(AF_INET, SOCK_DGRAM, 0);
    const timeval patience{20, 0};
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = htons(port);
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(socket, reinterpret_cast<sockaddr*>(&server), sizeof server);
    ::send(socket, sent.data(), sent.size(), 0);
    std::array<char, 4096> buffer;
    const auto size = ::recv(socket, buffer.data(), buffer.size(), 0);
    ::close(socket);
    return {buffer.data(),
            static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

}  // namespace

TEST_CASE("an echo server sends back what it gets, to each its own") {
    forEachServerOf("echo", [](std::uint16_t port) {
        Client one(port);
        Client other(port);
        one.send("one");
        other.send("the other");
        CHECK(one.receive(3) == "one");
        CHECK(other.receive(9) == "the other");
    });
}

TEST_CASE("an echo server loses nothing of what does not fit its buffers") {
    forEachServerOf("echo", [](std::uint16_t port) {
        const std::size_t size = 8 << 20;
        const auto load = untwist::load::makeLoad(
            {.connections = 2, .requestSize = size, .replySize = size}, port);
        load->connect();
        CHECK(load->run({.requests = 2}).messages() == 2);
    });
}

TEST_CASE("an echo server closes a connection that its client has closed") {
    forEachServerOf("echo", [](std::uint16_t port) {
        Client client(port);
        client.send("last");
        CHECK(client.receive(4) == "last");
        client.closeWriting();
        CHECK(client.receiveAll().empty());
    });
}

TEST_CASE("a line server answers whole lines only") {
    forEachServerOf("lines", [](std::uint16_t port) {
        Client client(port);
        client.send("one\r\ntwo\r\nth");
        CHECK(client.receive(10) == "one\r\ntwo\r\n");
        client.send("ree\r\n");
        CHECK(client.receive(7) == "three\r\n");
    });
}

TEST_CASE("a datagram goes back to whoever sent it") {
    forEachServerOf("datagrams", [](std::uint16_t port) {
        CHECK(exchangeDatagram(port, "one") == "one");
        CHECK(exchangeDatagram(port, std::string(2000, 'x')).size() == 2000);
    });
}

// Neither can be counted under AddressSanitizer, which has its own malloc and
// runs under no valgrind: these two are for the release build.
TEST_CASE("counting a server's system calls and allocations is exact" *
          doctest::skip(kSanitized)) {
    const std::string epoll = UNTWIST_BENCH_SERVERS "/bench-epoll";
    untwist::meters::Allocations allocations(UNTWIST_BENCH_ALLOCATIONS);
    Program server({epoll, "echo"}, allocations.environment());
    const auto load = untwist::load::makeLoad({}, server.readPort());
    load->connect();
    load->run({.requests = 10});
    const auto before = allocations.read();
    CHECK(before > 0);
    load->run({.requests = 100});
    CHECK(allocations.read() == before);

    if (!untwist::meters::SystemCalls::available()) return;
    untwist::meters::SystemCalls calls(server.pid());
    load->run({.requests = 100});
    auto counts = calls.stop();
    CHECK(counts["recvfrom"] == 100);
    CHECK(counts["sendto"] == 100);
    const auto waits = counts["epoll_wait"];  // not all of the first and last
    CHECK(waits >= 98);
    CHECK(waits <= 102);
}

TEST_CASE("instructions are counted by function" *
          doctest::skip(kSanitized ||
                        !untwist::meters::Instructions::available())) {
    const std::string epoll = UNTWIST_BENCH_SERVERS "/bench-epoll";
    untwist::meters::Instructions counter({epoll, "echo"});
    const auto load = untwist::load::makeLoad({}, counter.program().readPort());
    load->connect();
    load->run({.requests = 10});
    counter.zero();
    load->run({.requests = 100});
    const auto first = counter.read();
    CHECK(sum(first) > 5'000);
    CHECK(sum(first) < 50'000);
    CHECK(first.contains("recv"));
    load->run({.requests = 200});
    const double twice = static_cast<double>(sum(counter.read()));
    CHECK(twice == doctest::Approx(2.0 * sum(first)).epsilon(0.05));
}
