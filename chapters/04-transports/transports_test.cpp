// Chapter 4's programs, run as a user would; qotd_test.cpp looks at the first
// one more closely.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/chapter_test.hpp"

using untwist::support::Client;
using untwist::support::kept;
using untwist::support::portOf;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::Server;
using untwist::support::withoutReturns;
using untwist::support::withPort;

namespace {

const std::vector<std::string> kAll{"main", "greeter", "half-close", "broken"};

// What the trace viewer shows of the two ends of a connection, from top to
// bottom instead of from left to right. Which end is told first that it is
// connected is the kernel's choice: that is one line.
std::string picture(const nlohmann::json& trace, const std::string& left,
                    const std::string& right) {
    constexpr std::size_t kWidth = 24;
    const auto row = [](std::string first, const std::string& second) {
        if (!second.empty()) first.resize(kWidth, ' ');
        return first + second + '\n';
    };
    std::string all =
        row(left, right) + row("connectionMade", "connectionMade");
    for (const auto& event : trace) {
        const std::string name = event["name"];
        const auto of = name.find(" of ");
        if (of == std::string::npos || name.starts_with("connectionMade"))
            continue;
        const auto call = name.substr(0, of);
        const auto who = name.substr(of + 4);
        if (who == left) all += row(call, "");
        if (who == right) all += row("", call);
    }
    return all;
}

}  // namespace

// --- The greeter ---

TEST_CASE("the greeter tells each end who the other is, and survives the end") {
    Server server("greeter");
    Client client(server.port);
    const auto own = portOf(client.fd());
    const auto normal = [&](const std::string& text) {
        return withPort(withPort(text, own, 50001), server.port);
    };
    server.readUntil("connected");
    client.send("\n");
    const auto heard = withoutReturns(normal(client.receiveAll()));
    CHECK(heard == kept("greeting.txt", heard));
    server.readUntil("over");
    const auto printed = normal(server.printed());
    CHECK(printed == kept("greeter.txt", printed));
    CHECK(server.complaints() == "");
}

TEST_CASE("the greeter writes IPv6 addresses in brackets") {
    Server server("greeter", {"--host", "::1"});
    Client client(server.port, "::1");
    client.closeWriting();
    const auto heard = client.receiveAll();
    CHECK(heard.find("Hello, [::1]:") != std::string::npos);
    CHECK(heard.find("have reached [::1]:" + std::to_string(server.port)) !=
          std::string::npos);
}

// --- Half-close ---

TEST_CASE("half-close: each end is told when the other will send no more") {
    const auto path = std::filesystem::temp_directory_path() /
                      ("untwist-half-" + std::to_string(::getpid()) + ".json");
    Server server("half-close", {"--trace", path});
    server.readUntil("client: connectionLost");
    const auto printed = server.printed();
    CHECK(printed == kept("half-close.txt", printed));

    std::ifstream file(path);
    const auto drawn = picture(nlohmann::json::parse(file), "Client", "Sorter");
    std::filesystem::remove(path);
    CHECK(drawn == kept("trace.txt", drawn));
}

TEST_CASE("lines come back sorted when the client has half-closed") {
    Server server("half-close");
    Client client(server.port);
    client.send("pear\nap");
    client.send("ple\n\nfig");
    client.closeWriting();
    CHECK(client.receiveAll() == "\napple\nfig\npear\n");
    CHECK(server.complaints() == "");
}

TEST_CASE("who has nothing to sort gets nothing, and an end in order") {
    Server server("half-close");
    Client client(server.port);
    client.closeWriting();
    CHECK(client.receiveAll() == "");
}

TEST_CASE("a megabyte of lines is sorted and arrives whole") {
    Server server("half-close");
    constexpr int kLines = 100'000;
    std::vector<std::string> lines;
    lines.reserve(kLines);
    for (int i = 0; i < kLines; ++i) {
        lines.push_back(std::to_string(100'000 + i * 7919LL % 900'000) + "\n");
    }
    std::string sent;
    for (const auto& line : lines) sent += line;
    std::ranges::sort(lines);
    std::string sorted;
    for (const auto& line : lines) sorted += line;

    Client client(server.port);
    client.send(sent);
    client.closeWriting();
    CHECK((client.receiveAll() == sorted));
}

TEST_CASE("the broken server answers when it is too late") {
    Server server("broken");
    Client client(server.port);
    client.send("pear\napple\n");
    client.closeWriting();
    CHECK(client.receiveAll() == "");
    server.readUntil("that was all");
    const auto printed = server.printed();
    CHECK(printed == kept("broken.txt", printed));
    CHECK(server.complaints() == "");
}

// --- All of them ---

TEST_CASE("every program says where it listens and what to type next") {
    for (const auto& name : kAll) {
        CAPTURE(name);
        Server server(name);
        const auto first =
            server.output().substr(0, server.output().find('\n') + 1);
        const auto said = withPort(first, server.port, 1717);
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

TEST_CASE("a busy port is one line that says what to do") {
    Server first("main");
    const auto port = std::to_string(first.port);
    for (const auto& name : kAll) {
        CAPTURE(name);
        Program program({programPath(name), "--port", port});
        CHECK(program.wait() == 1);
        CHECK(program.errors() ==
              "cannot listen on 127.0.0.1:" + port +
                  ": the port is in use; a free one: ./untwist run 4" +
                  (name == "main" ? "" : '/' + name) + " --port 0\n");
    }
}

TEST_CASE("nc and socat talk to each of them") {
    struct Talk {
        std::string server;
        std::string command;  // PORT stands for the port
        std::string part;     // of what the peer prints
    };
    const std::vector<Talk> talks{
        {"main", "nc 127.0.0.1 PORT </dev/null", "-- RFC"},
        {"main", "echo | nc -u -w 1 127.0.0.1 PORT", "-- RFC"},
        {"main", "socat -u TCP:127.0.0.1:PORT -", "-- RFC"},
        {"greeter", "echo | nc 127.0.0.1 PORT", "Goodbye!"},
        {"half-close", "printf 'b\\na\\n' | nc -N 127.0.0.1 PORT", "a\nb\n"},
        {"half-close", "printf 'b\\na\\n' | socat -t 20 - TCP:127.0.0.1:PORT",
         "a\nb\n"}};
    for (const auto& talk : talks) {
        const std::string tool =
            talk.command.find("socat") == std::string::npos ? "nc" : "socat";
        if (!std::filesystem::exists("/usr/bin/" + tool)) {
            MESSAGE("not tested: ", tool, " is not installed");
            continue;
        }
        Server server(talk.server);
        auto command = talk.command;
        command.replace(command.find("PORT"), 4, std::to_string(server.port));
        CAPTURE(command);
        Program peer({"/bin/sh", "-c", command});
        CHECK(peer.wait() == 0);
        CHECK(peer.output().find(talk.part) != std::string::npos);
    }
}
