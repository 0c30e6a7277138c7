// Chapter 3's programs, run as a user would.
#include <doctest/doctest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/chapter_test.hpp"

using untwist::support::Client;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::Server;
using untwist::support::withPort;

namespace {

const std::vector<std::string> kEchoServers{"main", "asio-callbacks",
                                            "asio-coroutines", "blocking"};
const std::vector<std::string> kAll{
    "main",     "asio-callbacks", "asio-coroutines",
    "blocking", "broken",         "events"};

// A program that cannot do what it was asked: the one line that it says.
struct Refusal {
    Refusal(std::vector<std::string> argv,
            const std::vector<std::string>& environment = {}) {
        Program program(std::move(argv), environment);
        exitCode = program.wait();
        line = program.errors();
        CHECK(program.output() == "");
    }

    int exitCode;
    std::string line;
};

}  // namespace

TEST_CASE("every echo server sends back what it gets") {
    for (const auto& name : kEchoServers) {
        CAPTURE(name);
        Server server(name);
        Client client(server.port);
        client.send("hello\n");
        CHECK(client.receive(6) == "hello\n");
        const std::string bytes("\0\xff\r\n any byte", 13);
        client.send(bytes);
        CHECK(client.receive(bytes.size()) == bytes);
        client.closeWriting();
        CHECK(client.receiveAll() == "");
    }
}

TEST_CASE("every program says where it listens and what to type next") {
    for (const auto& name : kAll) {
        CAPTURE(name);
        Server server(name);
        const auto said = withPort(server.output(), server.port);
        CHECK(said == kept("listening.txt", said));
    }
}

TEST_CASE("Ctrl-C and SIGTERM end every program, with exit code 0") {
    for (const auto& name : kAll) {
        for (const int number : {SIGINT, SIGTERM}) {
            CAPTURE(name);
            CAPTURE(number);
            Server server(name);
            Client client(server.port);
            server.signal(number);
            CHECK(server.wait() == 0);
            CHECK(server.complaints() == "");
            client.isReset();  // either way, it ends
        }
    }
}

TEST_CASE("every echo server but the blocking one serves two at once") {
    for (const auto& name : kEchoServers) {
        CAPTURE(name);
        Server server(name);
        Client first(server.port);
        first.send("1");
        CHECK(first.receive(1) == "1");

        Client second(server.port);
        second.send("2");
        if (name == "blocking") {
            first.send("1");
            CHECK(first.receive(1) == "1");
            CHECK_FALSE(second.hasBytes());
            first.close();
        }
        CHECK(second.receive(1) == "2");
    }
}

TEST_CASE("the broken server is told that it holds the reactor") {
    Server server("broken");
    Client first(server.port);
    Client second(server.port);
    first.send("1");
    second.send("2");
    CHECK(first.receive(1) == "1");
    CHECK(second.receive(1) == "2");
    server.signal(SIGTERM);
    CHECK(server.wait() == 0);

    const std::string warning = "dataReceived of Echo held the reactor for 2.";
    const auto one = server.errors().find(warning);
    REQUIRE(one != std::string::npos);
    CHECK(server.errors().find(warning, one + 1) != std::string::npos);
    std::string line = server.errors().substr(0, server.errors().find('\n'));
    line[warning.size()] = '0';  // a busy machine may take longer
    CHECK(line + "\n" == kept("broken.txt", line + "\n"));
}

TEST_CASE("events prints each call and the reason for each end") {
    Server server("events");
    const auto start = server.output().size();

    Client closing(server.port);
    closing.send("hello\n");
    server.readUntil("hello");
    closing.close();
    server.readUntil("connectionLost");

    for (const char* word : {"lose\n", "abort\n", "throw\n"}) {
        Client client(server.port);
        client.send(word);
        server.readUntil("connectionLost");
        CHECK(client.isReset() == (std::string(word) == "abort\n"));
    }

    Client resetting(server.port);
    server.readUntil("connectionMade");
    resetting.reset();
    server.readUntil("connectionLost");

    Client staying(server.port);
    server.readUntil("connectionMade");
    server.signal(SIGINT);
    CHECK(server.wait() == 0);
    const auto printed = server.output().substr(start);
    CHECK(printed == kept("events.txt", printed));
    CHECK(server.complaints() ==
          "Unhandled error in dataReceived of Events: std::runtime_error: "
          "as you wish\n");
}

TEST_CASE("a busy port is one line that says what to do") {
    Server first;
    const auto port = std::to_string(first.port);
    for (const auto& name : kAll) {
        CAPTURE(name);
        const Refusal refusal({programPath(name), "--port", port});
        CHECK(refusal.exitCode == 1);
        CHECK(refusal.line ==
              "cannot listen on 127.0.0.1:" + port +
                  ": the port is in use; a free one: ./untwist run 3" +
                  (name == "main" ? "" : '/' + name) + " --port 0\n");
    }
}

TEST_CASE("a port that needs privileges is one line that says what to do") {
    for (const auto& name : kAll) {
        CAPTURE(name);
        Program program({programPath(name), "--port", "1"});
        try {
            program.readPort();
            MESSAGE("not tested: this user may listen on port 1");
            return;
        } catch (const std::runtime_error&) {
        }
        CHECK(program.wait() == 1);
        CHECK(program.errors() ==
              "cannot listen on 127.0.0.1:1: ports below 1024 are kept for the "
              "system; choose one above 1023 with --port N\n");
    }
}

TEST_CASE("bad options are one line that says what is allowed") {
    struct Case {
        std::vector<std::string> options;
        int exitCode;
        std::string line;
    };
    const std::string notAPort = ": a port is a number from 0 to 65535\n";
    const std::vector<Case> cases{
        {{"--port", "70000"}, 2, "--port 70000" + notAPort},
        {{"--port", "-1"}, 2, "--port -1" + notAPort},
        {{"--port", "80a"}, 2, "--port 80a" + notAPort},
        {{"--port"}, 2, "--port needs a value; --help shows which\n"},
        {{"--prot", "1"},
         2,
         "--prot: there is no such option; --help shows all\n"},
        {{"8000"}, 2, "8000: there is no such option; --help shows all\n"},
        {{"--host", ".."},
         1,
         "--host ..: no host of that name is known; give an address, such as "
         "127.0.0.1\n"},
        {{"--host", "192.0.2.1"},
         1,
         "cannot listen on 192.0.2.1:8000: this machine does not have that "
         "address; without --host it is 127.0.0.1\n"},
    };
    for (const auto& each : cases) {
        for (const std::string name : {"main", "asio-coroutines", "blocking"}) {
            auto argv = each.options;
            argv.insert(argv.begin(), programPath(name));
            const Refusal refusal(argv);
            CHECK(refusal.exitCode == each.exitCode);
            CHECK(refusal.line == each.line);
        }
    }
}

TEST_CASE("--host takes a name or an IPv6 address") {
    for (const auto& name : kEchoServers) {
        for (const std::string host : {"localhost", "::1"}) {
            CAPTURE(name);
            CAPTURE(host);
            Server server(name, {"--host", host});
            Client client(server.port,
                          host == "localhost" ? "127.0.0.1" : host);
            client.send("x");
            CHECK(client.receive(1) == "x");
        }
    }
}

TEST_CASE("nothing printed has colour, least of all with NO_COLOR") {
    Program help({programPath("main"), "--help"}, {"NO_COLOR=1"});
    CHECK(help.wait() == 0);
    CHECK(help.output().find("--port") != std::string::npos);
    CHECK(help.output().find('\x1b') == std::string::npos);
    const Refusal refusal({programPath("main"), "--port", "x"}, {"NO_COLOR=1"});
    CHECK(refusal.line.find('\x1b') == std::string::npos);
}

TEST_CASE("--help says how to start the program, as the course writes it") {
    for (const auto& name : kAll) {
        CAPTURE(name);
        Program help({programPath(name), "--help"});
        CHECK(help.wait() == 0);
        CHECK(help.output().find("Usage: ./untwist run 3" +
                                 (name == "main" ? "" : '/' + name) +
                                 " [OPTIONS]\n") != std::string::npos);
    }
}

TEST_CASE("a reader that leaves early ends the program quietly") {
    Server server("events");
    server.closeOutput();
    Client client(server.port);  // its connectionMade cannot be printed
    CHECK(server.wait() == 0);
    CHECK(server.complaints() == "");

    Program shell(
        {"/bin/sh", "-c", '"' + programPath("main") + "\" --help | head -1"});
    CHECK(shell.wait() == 0);
    CHECK(shell.output() == "03-echo, a program of the Untwist course\n");
    CHECK(shell.errors() == "");
}

TEST_CASE("--trace writes the events for a trace viewer") {
    const auto path = std::filesystem::temp_directory_path() /
                      ("untwist-" + std::to_string(::getpid()) + ".json");
    {
        Server server("main", {"--trace", path});
        Client client(server.port);
        client.send("x");
        client.receive(1);
        server.signal(SIGTERM);
        CHECK(server.wait() == 0);
    }
    std::ifstream file(path);
    const auto trace = nlohmann::json::parse(file);
    std::filesystem::remove(path);
    bool found = false;
    for (const auto& event : trace) {
        if (event["name"] != "dataReceived of Echo") continue;
        found = true;
        CHECK(event["ph"] == "X");
        CHECK(event["dur"] >= 0);
        CHECK(event["tid"] == 1);
        CHECK(event["args"]["ready"] <= event["ts"]);
    }
    CHECK(found);
}

TEST_CASE("a trace that cannot be written is one line and exit code 1") {
    const Refusal nowhere(
        {programPath("main"), "--port", "0", "--trace", "/nowhere/trace.json"});
    CHECK(nowhere.exitCode == 1);
    CHECK(nowhere.line ==
          "cannot write /nowhere/trace.json: No such file or directory\n");
    if (!std::filesystem::exists("/dev/full")) return;
    const Refusal full(
        {programPath("main"), "--port", "0", "--trace", "/dev/full"});
    CHECK(full.exitCode == 1);
    CHECK(full.line == "cannot write /dev/full: No space left on device\n");
}
