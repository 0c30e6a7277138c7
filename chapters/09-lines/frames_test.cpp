// Chapter 9's other servers, which speak of lengths, and what all four have in
// common.
#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include <sys/types.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "support/chapter_test.hpp"

using std::string_literals::operator""s;
using untwist::support::Client;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::Server;
using untwist::support::withPort;

namespace {

const std::vector<std::string> kAll{"main", "broken", "frames", "trusting"};

// In bytes, as far as it is really there. 0 where nobody says so.
long memoryOf(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/statm");
    long reserved = 0;
    long resident = 0;
    file >> reserved >> resident;
    return resident * ::sysconf(_SC_PAGESIZE);
}

}  // namespace

TEST_CASE("messages of any bytes come back as they were") {
    Server server("frames");
    Client client(server.port);
    const auto sent = "\0\0\0\5hello\0\0\0\4a\0\nb\0\0\0\0"s;
    client.send(sent);
    CHECK(client.receive(sent.size()) == sent);
    const auto printed = server.printed();
    CHECK(printed == kept("frames.txt", printed));
}

TEST_CASE("a message that is cut anywhere comes back whole") {
    Server server("frames");
    Client client(server.port);
    const std::string body(70'000, 'z');
    client.send("\0\1"s);
    client.send("\x11\x70"s + body.substr(0, 10));
    client.send(body.substr(10) + "\0\0\0\1!"s);
    CHECK((client.receive(4 + body.size()) == "\0\1\x11\x70"s + body));
    CHECK(client.receive(5) == "\0\0\0\1!"s);
}

TEST_CASE("who announces 4 GB is shown out after four bytes") {
    Server server("frames");
    Client client(server.port);
    client.send("\xff\xff\xff\xff");
    CHECK(client.receiveAll() == "");
    const auto printed = server.printed();
    CHECK(printed == kept("refused.txt", printed));
    CHECK(server.complaints() == "");
}

TEST_CASE("a browser that strays here announces 1.2 GB") {
    Server server("frames");
    Client client(server.port);
    client.send("GET / HTTP/1.1\r\n\r\n");
    CHECK(client.receiveAll() == "");
    CHECK(server.printed() == "no, I do not take 1195725856 bytes\n");
}

TEST_CASE("netstrings come back as netstrings") {
    Server server("frames", {"--netstring"});
    Client client(server.port);
    const auto sent = "5:hello,4:a\0\nb,0:,"s;
    client.send(sent);
    CHECK(client.receive(sent.size()) == sent);
    CHECK(server.printed() ==
          "5 bytes: \"hello\"\n4 bytes: \"a\\0\\nb\"\n0 bytes: \"\"\n");
}

TEST_CASE("what is no netstring ends the connection") {
    for (const std::string sent : {"5:hello!", "hello\n", "100000:", "05:a"}) {
        CAPTURE(sent);
        Server server("frames", {"--netstring"});
        Client client(server.port);
        client.send(sent);
        CHECK(client.receiveAll() == "");
        CHECK(server.printed() == "");
    }
}

TEST_CASE("the trusting server makes room for whatever is announced") {
    Server server("trusting");
    Client honest(server.port);
    honest.send("\0\0\0\5hello"s);
    server.readUntil("a message");
    [[maybe_unused]] const auto before = memoryOf(server.pid());
    Client stranger(server.port);
    stranger.send("\6\0\0\0"s);
    server.readUntil("100663296");
#ifdef __linux__
    CHECK(memoryOf(server.pid()) - before >= 100663296 / 2);
#endif
    const auto printed = server.printed();
    CHECK(printed == kept("trusting.txt", printed));
}

// --- All of them ---

TEST_CASE("every program says where it listens and what to type next") {
    for (const auto& name : kAll) {
        CAPTURE(name);
        Server server(name);
        const auto first =
            server.output().substr(0, server.output().find('\n') + 1);
        const auto said = withPort(first, server.port);
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
                  ": the port is in use; a free one: ./untwist run 9" +
                  (name == "main" ? "" : '/' + name) + " --port 0\n");
    }
}
