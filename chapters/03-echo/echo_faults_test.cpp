// What clients may do to the echo server, by accident or not: it goes on, and
// keeps nothing of those who have left.
#include <doctest/doctest.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "support/chapter_test.hpp"

using untwist::support::Client;
using untwist::support::kPatience;
using untwist::support::Server;

namespace {

constexpr std::size_t kMegabyte = 1 << 20;

std::string pattern(std::size_t size) {
    std::string bytes(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        bytes[i] = static_cast<char>(i * 31 >> 3);
    }
    return bytes;
}

void roundTrip(Client& client) {
    client.send("ping");
    REQUIRE(client.receive(4) == "ping");
}

#ifdef __linux__
std::ptrdiff_t openDescriptors(const Server& server) {
    const std::filesystem::directory_iterator fds(
        "/proc/" + std::to_string(server.pid()) + "/fd");
    return std::distance(begin(fds), end(fds));
}

// Waits until the server waits. One that spins never does.
bool goesToSleep(const Server& server) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < deadline) {
        std::ifstream stat("/proc/" + std::to_string(server.pid()) + "/stat");
        std::string id;
        std::string name;
        std::string state;
        stat >> id >> name >> state;
        if (state == "S") return true;
    }
    return false;
}
#else
// Elsewhere these two are not measured.
std::ptrdiff_t openDescriptors(const Server&) { return 0; }
bool goesToSleep(const Server&) { return true; }
#endif

// A client that watches the server from the start to the end of a test: it is
// served all the while, and no descriptor is left when the others have gone.
class Witness {
  public:
    explicit Witness(const Server& server)
        : server_(server), client_(server.port) {
        roundTrip(client_);
        before_ = openDescriptors(server_);
    }

    Client& client() { return client_; }

    void seesThatNothingIsLeft() {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        do {
            roundTrip(client_);  // gives the server its turns
        } while (openDescriptors(server_) != before_ &&
                 std::chrono::steady_clock::now() < deadline);
        CHECK(openDescriptors(server_) == before_);
    }

  private:
    const Server& server_;
    Client client_;
    std::ptrdiff_t before_ = 0;
};

// Sends what the kernel takes without waiting. 0: it takes nothing now.
std::size_t sendSome(const Client& client, const std::string& bytes,
                     std::size_t from) {
    const auto sent = ::send(client.fd(), bytes.data() + from,
                             bytes.size() - from, MSG_DONTWAIT | MSG_NOSIGNAL);
    return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

// True if the server answers, false if it closes or resets the connection.
bool isServed(const Client& client) {
    sendSome(client, "x", 0);
    char byte = 0;
    const auto size = ::recv(client.fd(), &byte, 1, 0);
    const bool silent = size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    REQUIRE_FALSE(silent);
    return size == 1;
}

// Raises this process' limit, which the server inherits. False if it may not.
bool allowDescriptors(rlim_t count) {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur >= count) return true;
    if (limit.rlim_max < count) return false;
    limit.rlim_cur = count;
    return ::setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

void endsCleanly(Server& server) {
    server.signal(SIGTERM);
    CHECK(server.wait() == 0);
    CHECK(server.complaints() == "");
}

}  // namespace

TEST_CASE("a thousand connections that reset in mid-write leave nothing") {
    Server server;
    Witness witness(server);
    const auto bytes = pattern(kMegabyte / 4);
    for (int i = 0; i < 1000; ++i) {
        Client client(server.port);
        sendSome(client, bytes, 0);
        if (i % 2 == 0) client.receive(1);  // the server is writing by now
        client.reset();
    }
    witness.seesThatNothingIsLeft();
    endsCleanly(server);
}

TEST_CASE("two thousand clients are served at once") {
    if (!allowDescriptors(2100)) {
        MESSAGE("not tested: too few descriptors allowed");
        return;
    }
    Server server;
    Witness witness(server);
    std::vector<Client> clients;
    for (int i = 0; i < 2000; ++i) {
        clients.emplace_back(server.port);
        roundTrip(clients.back());
    }
    // All are connected; now all of them talk at once.
    for (int i = 0; i < 2000; ++i) {
        clients[static_cast<std::size_t>(i)].send(std::to_string(10000 + i));
    }
    for (int i = 0; i < 2000; ++i) {
        REQUIRE(clients[static_cast<std::size_t>(i)].receive(5) ==
                std::to_string(10000 + i));
    }
    clients.clear();
    witness.seesThatNothingIsLeft();
    endsCleanly(server);
}

TEST_CASE("a client that sends one byte at a time gets each of them back") {
    Server server;
    Client client(server.port);
    const int on = 1;
    ::setsockopt(client.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto bytes = pattern(5000);
    for (const char byte : bytes) client.send(std::string(1, byte));
    client.closeWriting();
    CHECK((client.receiveAll() == bytes));
    endsCleanly(server);
}

TEST_CASE("peers that send megabytes and never read are not read from either") {
    Server server;
    Witness witness(server);
    const auto bytes = pattern(64 * kMegabyte);
    std::vector<Client> peers;
    peers.reserve(4);
    for (int i = 0; i < 4; ++i) peers.emplace_back(server.port);
    std::vector<std::size_t> sent(peers.size(), 0);

    // Each round trip gives the server its turns. When it takes no more bytes
    // in a hundred of them, it has stopped reading.
    for (int quiet = 0; quiet < 100; ++quiet) {
        for (std::size_t i = 0; i < peers.size(); ++i) {
            while (const auto size = sendSome(peers[i], bytes, sent[i])) {
                sent[i] += size;
                quiet = 0;
            }
        }
        roundTrip(witness.client());
    }
    for (std::size_t i = 0; i < peers.size(); ++i) {
        CHECK(sent[i] < 16 * kMegabyte);  // most of it in the kernel
        peers[i].closeWriting();
        CHECK((peers[i].receiveAll() == bytes.substr(0, sent[i])));
    }
    peers.clear();
    witness.seesThatNothingIsLeft();
    endsCleanly(server);
}

TEST_CASE("a peer that half-closes after 200 kB gets all of it back") {
    for (const std::string name :
         {"main", "asio-callbacks", "asio-coroutines", "blocking"}) {
        CAPTURE(name);
        Server server(name);
        Client client(server.port);
        const auto bytes = pattern(200'000);
        client.send(bytes);
        client.closeWriting();
        CHECK((client.receiveAll() == bytes));
        endsCleanly(server);
    }
}

TEST_CASE("with 64 descriptors, 200 peers are served or sent away at once") {
    Server server("main", {}, 64);
    Witness witness(server);
    std::vector<Client> peers;
    peers.reserve(200);
    for (int i = 0; i < 200; ++i) peers.emplace_back(server.port);
    std::ptrdiff_t served = 0;
    for (auto& peer : peers) served += isServed(peer);
    CHECK(served > 20);
    CHECK(served < 64);

    CHECK(goesToSleep(server));
    roundTrip(witness.client());

    peers.clear();
    witness.seesThatNothingIsLeft();
    Client late(server.port);
    roundTrip(late);
    server.signal(SIGTERM);
    CHECK(server.wait() == 0);
    CHECK(std::ranges::count(server.complaints(), '\n') <= 200);
}

TEST_CASE("SIGTERM with a hundred live connections ends them all") {
    Server server;
    const auto bytes = pattern(kMegabyte);
    std::vector<Client> clients;
    for (int i = 0; i < 100; ++i) {
        clients.emplace_back(server.port);
        roundTrip(clients.back());
        sendSome(clients.back(), bytes, 0);  // in mid-write, all of them
    }
    endsCleanly(server);
    for (auto& client : clients) client.isReset();  // throws if it does not end
}
