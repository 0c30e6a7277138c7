// Chapter 2's programs, started as a user would and talked to over real
// sockets.
#include "support/chapter_test.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <deque>
#include <string>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <doctest/doctest.h>

using untwist::support::Client;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::withPort;

namespace {

const std::string kServer = programPath("main");
const std::string kBroken = programPath("broken");

// As a user starts it, on any free port and without reports.
std::vector<std::string> quietServer() {
    return {kServer, "--port", "0", "--tick", "3600s"};
}

int stop(Program& program) {
    program.signal(SIGTERM);
    return program.wait();
}

// As a user starts it who wants many reports.
std::vector<std::string> chattyServer() {
    return {kServer, "--port", "0", "--tick", "50ms"};
}

long turnsIn(const std::string& report) {
    const std::string label = "turns of the loop: ";
    return std::stol(report.substr(report.find(label) + label.size()));
}

// How often the loop turned from one report to the next, which takes one turn
// itself. A loop that spins makes thousands.
long turnsBetweenReports(Program& program) {
    const auto before = turnsIn(program.readUntil("turns of the loop"));
    return turnsIn(program.readUntil("turns of the loop")) - before;
}

// What the program printed is what its chapter's text quotes.
void checkTranscript(const std::string& name, const Program& program,
                     std::uint16_t port) {
    const auto said = withPort(program.output(), port);
    CHECK(said == kept(name, said));
}

std::string numbers(std::size_t size) {
    std::string all;
    while (all.size() < size) all += std::to_string(all.size()) + ' ';
    all.resize(size);
    return all;
}

// Sends without waiting: the number of bytes that the socket took.
std::size_t sendSome(const Client& client, std::string_view bytes) {
    const auto sent = ::send(client.fd(), bytes.data(), bytes.size(),
                             MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0) REQUIRE((errno == EAGAIN || errno == EWOULDBLOCK));
    return sent < 0 ? 0 : static_cast<std::size_t>(sent);
}

std::string ask(Client& client, const std::string& bytes) {
    client.send(bytes);
    return client.receive(bytes.size());
}

// Sends until the server takes no more. Each time it has been round the loop
// for `other`, who shows that it lives.
std::size_t fill(const Client& client, std::string_view bytes, Client& other) {
    std::size_t sent = 0;
    for (int stuck = 0; stuck < 100 && sent < bytes.size();) {
        const auto more = sendSome(client, bytes.substr(sent));
        sent += more;
        stuck = more == 0 ? stuck + 1 : 0;
        REQUIRE(ask(other, "?") == "?");
    }
    return sent;
}

// Sends the rest and reads all that comes back.
std::string finish(Client& client, std::string_view rest, std::size_t total) {
    std::string got;
    std::array<char, 65536> chunk;
    while (got.size() < total) {
        pollfd entry{client.fd(), POLLIN, 0};
        if (!rest.empty()) entry.events |= POLLOUT;
        REQUIRE(::poll(&entry, 1, 20000) == 1);
        if (entry.revents & POLLOUT) rest.remove_prefix(sendSome(client, rest));
        if (entry.revents & ~POLLOUT) {
            const auto size =
                ::recv(client.fd(), chunk.data(), chunk.size(), 0);
            REQUIRE(size > 0);
            got.append(chunk.data(), static_cast<std::size_t>(size));
        }
    }
    return got;
}

}  // namespace

TEST_CASE("it echoes, and turns once for each thing that happens") {
    Program server(quietServer());
    const auto port = server.readPort();
    Client client(port);
    CHECK(ask(client, "hello\n") == "hello\n");
    client.closeWriting();
    CHECK(client.receiveAll().empty());
    CHECK(stop(server) == 0);
    CHECK(server.errors().empty());
    checkTranscript("echo.txt", server, port);
}

TEST_CASE("two clients at once get each their own bytes") {
    Program server(quietServer());
    const auto port = server.readPort();
    Client one(port);
    Client two(port);
    one.send("one");
    two.send("two");
    CHECK(two.receive(3) == "two");
    CHECK(one.receive(3) == "one");
}

TEST_CASE("a client that says nothing keeps nobody waiting") {
    Program server(quietServer());
    const auto port = server.readPort();
    const Client silent(port);
    Client client(port);
    CHECK(ask(client, "hello") == "hello");
}

TEST_CASE("bytes that come one at a time go back one at a time") {
    Program server(quietServer());
    Client client(server.readPort());
    for (const char byte : numbers(200)) {
        CHECK(ask(client, std::string(1, byte)) == std::string(1, byte));
    }
}

TEST_CASE("a timer reports while every client is idle") {
    Program server(chattyServer());
    const Client client(server.readPort());
    server.readUntil("connected: 1, echoed: 0 bytes");
    CHECK(turnsBetweenReports(server) == 1);
}

TEST_CASE("who sends megabytes and does not read is made to wait, not lost") {
    Program server(chattyServer());
    const auto port = server.readPort();
    Client client(port);
    Client other(port);
    const auto bytes = numbers(std::size_t{32} << 20);
    const auto sent = fill(client, bytes, other);
    CHECK(sent < bytes.size());  // else the server would hold all of it
    const auto rest = std::string_view(bytes).substr(sent);
    CHECK((finish(client, rest, bytes.size()) == bytes));
    const Client third(port);
    server.readUntil("connected: 3");  // the older reports are behind us
    CHECK(turnsBetweenReports(server) == 1);
}

TEST_CASE("who says that it has finished still gets everything back") {
    Program server(quietServer());
    Client client(server.readPort());
    const auto bytes = numbers(200000);
    client.send(bytes);
    client.closeWriting();
    CHECK(client.receiveAll() == bytes);
}

TEST_CASE("clients that reset in mid-write are forgotten") {
    Program server(chattyServer());
    const auto port = server.readPort();
    Client other(port);
    const auto bytes = numbers(std::size_t{32} << 20);
    for (int i = 0; i < 5; ++i) {
        Client client(port);
        fill(client, bytes, other);
        client.reset();
    }
    server.readUntil("connected: 1,");
    CHECK(ask(other, "still here") == "still here");
    CHECK(stop(server) == 0);
    CHECK(server.errors().empty());
}

TEST_CASE("with 64 descriptors and 100 clients it waits, and recovers") {
    Program server(chattyServer(), {}, 64);
    const auto port = server.readPort();
    std::deque<Client> clients;
    for (int i = 0; i < 100; ++i) {
        clients.emplace_back(port);
        clients.back().send("x");
    }
    server.readUntil("cannot take a client");
    server.readUntil("cannot take a client");
    // The report, a second look at the listener, and that it fails again.
    CHECK(turnsBetweenReports(server) <= 3);
    for (int i = 0; i < 50; ++i) {
        CHECK(clients.front().receive(1) == "x");
        clients.pop_front();
    }
    for (auto& client : clients) CHECK(client.receive(1) == "x");
    CHECK(stop(server) == 0);
}

TEST_CASE("Ctrl-C and SIGTERM end it with 0, whoever is connected") {
    for (const int signal : {SIGINT, SIGTERM}) {
        Program server(quietServer());
        const auto port = server.readPort();
        std::vector<Client> clients;
        for (int i = 0; i < 20; ++i) {
            clients.emplace_back(port);
            CHECK(ask(clients.back(), "x") == "x");
        }
        server.signal(signal);
        CHECK(server.wait() == 0);
        CHECK(server.errors().empty());
        for (auto& client : clients) CHECK(client.receiveAll().empty());
    }
}

TEST_CASE("a port that is taken is one line that says what to do") {
    Program server(quietServer());
    const auto port = std::to_string(server.readPort());
    for (const auto& program : {kServer, kBroken}) {
        Program second({program, "--port", port});
        CHECK(second.wait() == 1);
        CHECK(second.output().empty());
        CHECK(second.errors() ==
              "cannot listen on 127.0.0.1:" + port +
                  ": the port is in use; a free one: ./untwist run 2" +
                  (program == kBroken ? "/broken" : "") + " --port 0\n");
    }
}

TEST_CASE("an option that is out of range is bad usage") {
    Program server({kServer, "--tick", "0s"});
    CHECK(server.wait() == 2);
    CHECK(server.errors().find("--tick") != std::string::npos);
}

TEST_CASE("broken: who is quick is answered after who is slow") {
    Program server({kBroken, "--port", "0", "--nap", "1s"});
    const auto port = server.readPort();
    Client slow(port);
    slow.send("slow\n");
    server.readUntil("sleeps");
    Client quick(port);
    CHECK(ask(quick, "hello\n") == "hello\n");
    CHECK(slow.hasBytes());
    CHECK(stop(server) == 0);
    checkTranscript("broken.txt", server, port);
}

TEST_CASE("with a timer, who is quick does not wait for who is slow") {
    Program server({kBroken, "--port", "0", "--nap", "3600s", "--timer"});
    const auto port = server.readPort();
    Client slow(port);
    slow.send("slow\n");
    server.readUntil("timer");
    Client quick(port);
    CHECK(ask(quick, "hello\n") == "hello\n");
    CHECK_FALSE(slow.hasBytes());
    CHECK(stop(server) == 0);
    checkTranscript("timer.txt", server, port);
}

TEST_CASE("with a timer, who is slow gets its answer too, finished or not") {
    Program server({kBroken, "--port", "0", "--nap", "10ms", "--timer"});
    const auto port = server.readPort();
    Client slow(port);
    slow.send("slow\n");
    slow.closeWriting();
    CHECK(slow.receiveAll() == "slow\n");
}
