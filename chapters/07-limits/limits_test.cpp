// Chapter 7's programs, run as a user would: who is served, who is sent away,
// and who is cut off.
#include <doctest/doctest.h>

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/chapter_test.hpp"

using untwist::support::Client;
using untwist::support::kept;
using untwist::support::kPatience;
using untwist::support::portOf;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::Server;
using untwist::support::withoutReturns;
using untwist::support::withPort;

namespace {

const std::vector<std::string> kServers{"main", "wrapped", "broken"};
const std::string kRefusal = "Too many connections, try later\r\n";

void roundTrip(Client& client) {
    client.send("ping\n");
    REQUIRE(client.receive(5) == "ping\n");
}

std::vector<Client> served(const Server& server, int count) {
    std::vector<Client> clients;
    for (int i = 0; i < count; ++i) {
        clients.emplace_back(server.port);
        roundTrip(clients.back());
    }
    return clients;
}

bool isSentAway(const Server& server) {
    return Client(server.port).receiveAll() == kRefusal;
}

// Somebody has just left: when the server has noticed, there is a place.
Client comesIn(const Server& server) {
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (std::chrono::steady_clock::now() < deadline) {
        Client client(server.port);
        client.send("x\n");
        if (client.receive(1) == "x") {
            client.receive(1);
            return client;
        }
    }
    throw std::runtime_error("no place for too long");
}

// True if the connection is reset, false if it is closed in order. Reads
// nothing: what the server has sent stays where it is.
bool isResetUnread(const Client& client) {
    pollfd watched{client.fd(), 0, 0};
    const std::chrono::milliseconds patience(kPatience);
    REQUIRE(::poll(&watched, 1, static_cast<int>(patience.count())) == 1);
    return (watched.revents & POLLERR) != 0;
}

// Sends lines until the kernel takes no more.
void sendMuch(const Client& client) {
    std::string lines;
    for (int i = 0; i < 100'000; ++i) lines += "more\n";
    while (::send(client.fd(), lines.data(), lines.size(),
                  MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
        continue;
}

// A crowd that the server has answered, and what it printed.
struct Visit {
    Program crowd;
    std::string report;

    Visit(const Server& server, std::vector<std::string> more, int lines)
        : crowd(arguments(server, std::move(more))) {
        for (int i = 0; i < lines; ++i) report += crowd.readLine() + '\n';
    }

  private:
    static std::vector<std::string> arguments(const Server& server,
                                              std::vector<std::string> more) {
        more.insert(more.begin(), {programPath("crowd"), "--port",
                                   std::to_string(server.port)});
        return more;
    }
};

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// The numbers become #: some depend on the system.
std::string withoutNumbers(const std::string& text) {
    std::string all;
    for (const char c : text) {
        if (!isDigit(c)) {
            all += c;
        } else if (!all.ends_with('#')) {
            all += '#';
        }
    }
    return all;
}

}  // namespace

// --- So many in all ---

TEST_CASE("a hundred are served, and the next one is told to try later") {
    Server server;
    auto clients = served(server, 100);
    CHECK(Client(server.port).receiveAll() == kRefusal);
    for (auto& client : clients) roundTrip(client);
}

TEST_CASE("who leaves makes room for one, and not for two") {
    Server server("main", {"--most", "3"});
    auto clients = served(server, 3);
    SUBCASE("by closing") { clients.front().close(); }
    SUBCASE("by breaking off") { clients.front().reset(); }
    const auto next = comesIn(server);
    CHECK(isSentAway(server));
}

TEST_CASE("those who are sent away take no place, and leave none") {
    Server server("main", {"--most", "3"});
    auto clients = served(server, 3);
    for (int i = 0; i < 50; ++i) REQUIRE(isSentAway(server));
    clients.pop_back();
    const auto next = comesIn(server);
    CHECK(isSentAway(server));
    for (auto& client : clients) roundTrip(client);
}

TEST_CASE("a crowd of a hundred and one: the text's figures") {
    Server server;
    Visit visit(server, {"--clients", "101"}, 2);
    CHECK(visit.report == kept("crowd.txt", visit.report));
    server.readUntil("sent away");
    visit.crowd.signal(SIGINT);
    CHECK(visit.crowd.wait() == 0);
    CHECK(visit.crowd.output() == visit.report);
    CHECK(visit.crowd.errors() == "");
}

// --- So many from one host, by factories around a factory ---

TEST_CASE("from one host come five, and what is left is for others") {
    Server server("wrapped", {"--most", "8"});
    Visit visit(server, {"--clients", "8"}, 2);
    CHECK(visit.report == kept("one_host.txt", visit.report));
#ifdef __linux__
    Visit others(server, {"--clients", "4", "--from", "127.0.0.2"}, 2);
    CHECK(others.report == kept("two_hosts.txt", others.report));
#endif
}

TEST_CASE("the wrapped server makes room again, too") {
    Server server("wrapped", {"--most", "3"});
    auto clients = served(server, 3);
    CHECK(isSentAway(server));
    clients.pop_back();
    const auto next = comesIn(server);
    server.signal(SIGTERM);
    CHECK(server.wait() == 0);
    CHECK(server.complaints() == "");
}

// --- So long for a line ---

TEST_CASE("who says nothing is cut off") {
    Server server("main", {"--patience", "200ms"});
    Client client(server.port);
    CHECK(client.isReset());
    server.readUntil("cut off: 127.0.0.1:" +
                     std::to_string(portOf(client.fd())));
}

TEST_CASE("who is cut off leaves a place") {
    Server server("main", {"--most", "1", "--patience", "200ms"});
    Client client(server.port);
    CHECK(client.isReset());
    CHECK_NOTHROW(comesIn(server));
}

TEST_CASE("who does not read is cut off, for all that waits to be sent") {
    Server server("main", {"--patience", "500ms"});
    Client client(server.port);
    sendMuch(client);
    CHECK(isResetUnread(client));
}

// The one who talks has come first. When the silent one is cut off, it would
// have been its turn long ago.
TEST_CASE("who finishes lines stays, and who only begins them does not") {
    struct Expected {
        std::string server;
        std::string says;
        bool stays;
    };
    for (const auto& [name, says, stays] :
         {Expected{"main", "z\n", true}, Expected{"main", "z", false},
          Expected{"broken", "z\n", true}, Expected{"broken", "z", true}}) {
        CAPTURE(name);
        CAPTURE(says);
        Server server(name, {"--patience", "1s"});
        Client talker(server.port);
        const Client silent(server.port);
        pollfd end{silent.fd(), POLLIN, 0};
        bool stayed = true;
        try {
            while (::poll(&end, 1, 10) == 0) {
                talker.send(says);
                talker.receive(says.size());
            }
            talker.send(says);
            talker.receive(says.size());
        } catch (const std::exception&) {
            stayed = false;
        }
        CHECK(stayed == stays);
    }
}

TEST_CASE("a crowd of slow clients is cut off: the text's figures") {
    Server server("main", {"--most", "3", "--patience", "500ms"});
    Visit visit(server, {"--clients", "3", "--drip", "50ms"}, 2);
    CHECK(visit.report == kept("slow.txt", visit.report));
    CHECK(visit.crowd.wait() == 0);
    for (int i = 0; i < 3; ++i) server.readUntil("cut off");
    CHECK_NOTHROW(comesIn(server));
    CHECK(std::ranges::count(server.printed(), '\n') == 3);
}

// --- So many descriptors ---

TEST_CASE("a crowd without descriptors: the text's figures, and one line") {
    Server server("main", {}, 64);
    Visit visit(server, {"--clients", "70"}, 2);
    const auto text = kept("descriptors.txt", visit.report);
    CHECK(withoutNumbers(visit.report) == withoutNumbers(text));
    server.signal(SIGTERM);
    CHECK(server.wait() == 0);
    const auto said = withPort(server.complaints(), server.port);
    CHECK(said == kept("out_of_descriptors.txt", said));
}

TEST_CASE("without descriptors, those who are there go on, and room comes") {
    Server server("main", {}, 64);
    auto first = served(server, 1);
    Visit visit(server, {"--clients", "70"}, 2);
    roundTrip(first.front());
    visit.crowd.signal(SIGINT);
    CHECK(visit.crowd.wait() == 0);
    CHECK_NOTHROW(comesIn(server));
    roundTrip(first.front());
    server.signal(SIGTERM);
    CHECK(server.wait() == 0);
}

// --- All of them ---

TEST_CASE("every server says where it listens and what to type next") {
    for (const auto& name : kServers) {
        CAPTURE(name);
        Server server(name);
        CHECK(withPort(server.output(), server.port) ==
              "listening on 127.0.0.1:8000; in another terminal: "
              "nc 127.0.0.1 8000\n");
    }
}

TEST_CASE("nc is served, or told to try later") {
    if (!std::filesystem::exists("/usr/bin/nc")) {
        MESSAGE("not tested: nc is not installed");
        return;
    }
    for (const auto& name : kServers) {
        CAPTURE(name);
        Server server(name, {"--most", "1"});
        const auto nc = "nc -N 127.0.0.1 " + std::to_string(server.port);
        Program first({"/bin/sh", "-c", "echo hello | " + nc});
        CHECK(first.wait() == 0);
        CHECK(first.output() == "hello\n");
        const auto client = comesIn(server);
        Program second({"/bin/sh", "-c", nc + " </dev/null"});
        CHECK(second.wait() == 0);
        const auto heard = withoutReturns(second.output());
        CHECK(heard == kept("refusal.txt", heard));
    }
}

TEST_CASE("Ctrl-C and SIGTERM end every program, with exit code 0") {
    for (const auto& name : kServers) {
        for (const int number : {SIGINT, SIGTERM}) {
            CAPTURE(name);
            CAPTURE(number);
            Server server(name, {"--most", "2"});
            auto clients = served(server, 2);
            Visit visit(server, {"--clients", "1"}, 2);
            CHECK(visit.crowd.wait() == 0);  // nobody is served: it ends
            server.signal(number);
            CHECK(server.wait() == 0);
            CHECK(server.complaints() == "");
        }
    }
}

TEST_CASE("a busy port is one line that says what to do") {
    Server first;
    const auto port = std::to_string(first.port);
    for (const auto& name : kServers) {
        CAPTURE(name);
        Program program({programPath(name), "--port", port});
        CHECK(program.wait() == 1);
        CHECK(program.errors() ==
              "cannot listen on 127.0.0.1:" + port +
                  ": the port is in use; a free one: ./untwist run 7" +
                  (name == "main" ? "" : '/' + name) + " --port 0\n");
    }
}

TEST_CASE("a crowd that finds no server says so in one line") {
    Server server;
    const auto port = std::to_string(server.port);
    server.printed();  // it has ended
    Program crowd({programPath("crowd"), "--port", port});
    CHECK(crowd.wait() == 1);
    CHECK(crowd.output() == "");
    CHECK(crowd.errors() ==
          "nobody listens there: the connection was refused: 127.0.0.1:" +
              port + "; start a server first: ./untwist run 7\n");
}
