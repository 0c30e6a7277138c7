// Chapter 6's programs, run as a user would; and what gets across a bad link,
// on a clock and a wire of our own.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "link.hpp"
#include "reliable.hpp"
#include "support/chapter_test.hpp"
#include "support/datagrams.hpp"
#include "untwist/testing/clock.hpp"
#include "untwist/testing/datagram_transport.hpp"
#include "words.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::support::Datagrams;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::Server;
using untwist::support::withPort;
using untwist::testing::Clock;
using untwist::testing::DatagramTransport;

namespace {

std::string sentence() {
    std::string all;
    for (const auto& word : kWords) all += ' ' + word;
    return all;
}

// The echo server, and the link to it.
struct Course {
    explicit Course(std::vector<std::string> weather = {})
        : link("link", withTo(std::move(weather))) {}

    Server server;
    Server link;

  private:
    std::vector<std::string> withTo(std::vector<std::string> weather) const {
        weather.insert(weather.begin(), {"--to", std::to_string(server.port)});
        return weather;
    }
};

std::vector<std::string> client(const std::string& name, std::uint16_t port,
                                std::vector<std::string> more = {}) {
    more.insert(more.begin(),
                {programPath(name), "--port", std::to_string(port)});
    return more;
}

// Those that begin with `start`.
std::string linesOf(const std::string& text, const std::string& start) {
    std::string all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with(start)) all += line + '\n';
    }
    return all;
}

// What the words are that a program has got across: "3 be" is the third.
std::string gotAcross(const std::string& printed) {
    std::string all;
    std::istringstream lines(printed);
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(' ')) all += line.substr(line.find(' '));
    }
    return all;
}

// What the reliable client says when its words travel over this link to an
// echo. Datagrams take no time; each wait takes as long as it should.
std::string reliableOver(const Weather& weather) {
    Clock time;
    Direction there(weather, 0);
    Direction back(weather, 1);
    const Address server("127.0.0.1", 8000);
    const auto wire = std::make_shared<DatagramTransport>();
    std::string said;
    std::string arrived;  // at the server, each datagram once
    bool done = false;
    const std::shared_ptr<untwist::DatagramProtocol> client =
        std::make_shared<Reliable>(
            time, server, 200ms, kWords,
            [&](std::string_view line) { said.append(line).append("\n"); },
            [&] { done = true; });
    client->makeConnection(wire);
    while (!done) {
        for (const auto& sent : std::exchange(wire->written, {})) {
            for (const auto& come : there.pass(sent.data)) {
                if (arrived.find(come + '\n') == std::string::npos) {
                    arrived += come + '\n';
                }
                for (const auto& echo : back.pass(come)) {
                    client->datagramReceived(echo, server);
                }
            }
        }
        if (wire->written.empty() && !done) time.advance(200ms);
    }
    CHECK(gotAcross(arrived) == sentence());
    CHECK(time.getDelayedCalls().empty());
    client->doStop();
    return said;
}

}  // namespace

// --- The echo server ---

TEST_CASE("a datagram comes back to whom it came from") {
    Server server;
    const Datagrams alice;
    const Datagrams bob;
    alice.send("from alice", server.port);
    bob.send("from bob", server.port);
    alice.send("and again", server.port);
    CHECK(alice.receive() == "from alice");
    CHECK(alice.receive() == "and again");
    CHECK(bob.receive() == "from bob");
    server.printed();
    CHECK(server.complaints() == "");
}

TEST_CASE("two datagrams are two, and an empty one is one") {
    Server server;
    const Datagrams alice;
    for (const std::string sent : {"one", "", "three"}) {
        alice.send(sent, server.port);
    }
    CHECK(alice.receive() == "one");
    CHECK(alice.receive() == "");
    CHECK(alice.receive() == "three");
    alice.send("", server.port);
    CHECK(alice.receive() == "");
}

TEST_CASE("the longest datagram comes back whole") {
    Server server;
    const Datagrams alice;
    const std::string longest(65'507, 'x');
    alice.send(longest, server.port);
    CHECK((alice.receive() == longest));
}

TEST_CASE("who has gone away is no trouble for the next") {
    Server server;
    for (int i = 0; i < 10; ++i) {
        const Datagrams passing;
        passing.send("hello", server.port);
    }
    const Datagrams alice;
    alice.send("still there?", server.port);
    CHECK(alice.receive() == "still there?");
    server.printed();
    CHECK(server.complaints() == "");
}

TEST_CASE("nc and socat get an echo of each line") {
    for (const std::string command :
         {"nc -u -w 1 127.0.0.1 PORT", "socat -t 1 - UDP:127.0.0.1:PORT"}) {
        const auto tool = command.substr(0, command.find(' '));
        if (!std::filesystem::exists("/usr/bin/" + tool)) {
            MESSAGE("not tested: ", tool, " is not installed");
            continue;
        }
        CAPTURE(command);
        Server server;
        auto typed = command;
        typed.replace(typed.find("PORT"), 4, std::to_string(server.port));
        Program peer({"/bin/sh", "-c", "echo hello | " + typed});
        CHECK(peer.wait() == 0);
        CHECK(peer.output() == "hello\n");
    }
}

// --- A client that takes datagrams for a stream ---

TEST_CASE("straight to the server, the hopeful client seems to be right") {
    Server server;
    Program hopeful(client("broken", server.port, {"--wait", "2s"}));
    CHECK(hopeful.wait() == 0);
    const auto said = hopeful.output();
    CHECK(said == "sent:    " + sentence() + "\nreceived:" + sentence() + '\n');
    CHECK(said == kept("direct.txt", said));
}

TEST_CASE("over the link, words are missing, doubled and out of order") {
    Course course;
    Program hopeful(client("broken", course.link.port, {"--wait", "2s"}));
    CHECK(hopeful.wait() == 0);
    const auto said = hopeful.output();
    CHECK(said == kept("broken.txt", said));
    CHECK(said.find("received:" + sentence()) == std::string::npos);
    const auto there = linesOf(course.link.printed(), "there");
    CHECK(there == kept("there.txt", there));
    CHECK(course.link.complaints() == "");
}

TEST_CASE("each client of a link finds the same weather") {
    Course course;
    const auto fate = [&] {
        Program hopeful(client("broken", course.link.port, {"--wait", "2s"}));
        hopeful.wait();
        return hopeful.output();
    };
    CHECK(fate() == fate());
}

TEST_CASE("a connected client is told that nobody listens") {
    Server server;
    const auto port = server.port;
    server.printed();  // it has ended
    Program hopeful(client("broken", port));
    CHECK(hopeful.wait() == 1);
    CHECK(hopeful.output() == "sent:    " + sentence() + '\n');
    CHECK(hopeful.errors() ==
          "nobody listens on 127.0.0.1:" + std::to_string(port) +
              "; start the server first: ./untwist run 6\n");
}

// --- A client that sees to it ---

TEST_CASE("the reliable client gets its words across: the text's run") {
    const auto said = reliableOver({});
    CHECK(said == kept("reliable.txt", said));
    CHECK(gotAcross(said) == sentence());
}

TEST_CASE("whatever the weather, each word gets across once and in order") {
    for (int seed = 0; seed < 200; ++seed) {
        CAPTURE(seed);
        const Weather storm{.seed = seed, .lose = 50, .twice = 25, .late = 20};
        CHECK(gotAcross(reliableOver(storm)) == sentence());
    }
}

TEST_CASE("in good weather nothing is sent twice") {
    CHECK(reliableOver({.lose = 0, .twice = 0, .late = 0}) ==
          "1 datagrams\n2 may\n3 be\n4 lost\n5 or\n6 come\n7 twice\n8 or\n"
          "9 swap\n10 places\n");
}

TEST_CASE("over real sockets, and a real link, it gets them across as well") {
    Course course;
    Program reliable(
        client("reliable", course.link.port, {"--patience", "50ms"}));
    CHECK(reliable.wait() == 0);
    CHECK(gotAcross(reliable.output()) == sentence());
    CHECK(reliable.errors() == "");
}

TEST_CASE("a client that was there before the server gets its words across") {
    auto server = std::make_unique<Server>();
    const auto port = server->port;
    server->printed();
    server.reset();
    Program reliable(client("reliable", port, {"--patience", "50ms"}));
    reliable.readUntil("again");
    Program late({programPath("main"), "--port", std::to_string(port)});
    CHECK(reliable.wait() == 0);
    CHECK(gotAcross(reliable.output()) == sentence());
}

// --- The link ---

TEST_CASE("the same seed means the same fate, and another seed another") {
    const auto fates = [](int seed) {
        Direction direction({.seed = seed}, 0);
        std::string all;
        for (char c = 'a'; c <= 'z'; ++c) {
            for (const auto& each : direction.pass({&c, 1})) all += each;
        }
        return all;
    };
    CHECK(fates(1) == fates(1));
    CHECK(fates(1) != fates(2));
}

TEST_CASE("a link in perfect weather changes nothing") {
    Course course({"--lose", "0", "--twice", "0", "--late", "0"});
    const Datagrams alice;
    for (const std::string sent : {"one", "", "three"}) {
        alice.send(sent, course.link.port);
        CHECK(alice.receive() == sent);
    }
}

TEST_CASE("a link that loses everything lets nothing through") {
    Direction direction({.lose = 100}, 0);
    for (int i = 0; i < 100; ++i) CHECK(direction.pass("x").empty());
}

TEST_CASE("what comes twice is two, and what is overtaken comes after") {
    Direction doubling({.lose = 0, .twice = 100, .late = 0}, 0);
    CHECK(doubling.pass("x") == std::vector<std::string>{"x", "x"});
    Direction slow({.lose = 0, .twice = 0, .late = 100}, 0);
    CHECK(slow.pass("a").empty());
    CHECK(slow.pass("b") == std::vector<std::string>{"b", "a"});
}

// --- All of them ---

TEST_CASE("the servers say where they listen") {
    Course course;
    const auto said = withPort(course.server.output(), course.server.port);
    CHECK(said == kept("listening.txt", said));
    CHECK(withPort(withPort(course.link.output(), course.server.port),
                   course.link.port,
                   8001) == "a link from 127.0.0.1:8001 to 127.0.0.1:8000\n");
}

TEST_CASE("Ctrl-C and SIGTERM end every program, with exit code 0") {
    for (const int number : {SIGINT, SIGTERM}) {
        CAPTURE(number);
        Course course({"--lose", "100"});
        Program hopeful(client("broken", course.link.port, {"--wait", "60s"}));
        Program reliable(client("reliable", course.link.port));
        hopeful.readUntil("sent");
        reliable.readUntil("again");
        for (Program* program : std::initializer_list<Program*>{
                 &hopeful, &reliable, &course.link, &course.server}) {
            program->signal(number);
            CHECK(program->wait() == 0);
        }
        CHECK(course.server.complaints() == "");
        CHECK(course.link.complaints() == "");
    }
}

TEST_CASE("a busy port is one line that says what to do") {
    const Datagrams taken;
    const auto port = std::to_string(taken.port());
    for (const std::string name : {"main", "link"}) {
        CAPTURE(name);
        Program program({programPath(name), "--port", port});
        CHECK(program.wait() == 1);
        CHECK(program.errors() ==
              "cannot listen on 127.0.0.1:" + port +
                  ": the port is in use; a free one: ./untwist run 6" +
                  (name == "main" ? "" : '/' + name) + " --port 0\n");
    }
}
