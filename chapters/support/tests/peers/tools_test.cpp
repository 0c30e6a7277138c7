// nc and socat talk to every server of the chapters.
#include <csignal>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "peers.hpp"

using untwist::support::chapterServer;
using untwist::support::Program;

namespace {

struct Talk {
    std::string chapter;
    std::string twin;
    std::vector<std::string> options;
    std::string command;  // for a shell; PEER stands for the tool and where to
    std::string heard;    // part of what the tool prints
};

// What is said over a stream, and what is heard.
const std::vector<Talk> kStreams{
    {"02-poll-reactor", "", {}, "echo hello | PEER", "hello\n"},
    {"02-poll-reactor", "broken", {}, "echo hello | PEER", "hello\n"},
    {"03-echo", "", {}, "echo hello | PEER", "hello\n"},
    {"03-echo", "blocking", {}, "echo hello | PEER", "hello\n"},
    {"03-echo", "asio-callbacks", {}, "echo hello | PEER", "hello\n"},
    {"03-echo", "asio-coroutines", {}, "echo hello | PEER", "hello\n"},
    {"03-echo", "broken", {}, "echo hello | PEER", "hello\n"},
    {"03-echo", "events", {}, "echo lose | PEER", ""},
    {"04-transports", "", {"--quote", "1"}, "PEER </dev/null", "It Has To"},
    {"04-transports", "greeter", {}, "echo | PEER", "Goodbye!"},
    {"04-transports", "half-close", {}, "printf 'b\\na\\n' | PEER", "a\nb\n"},
    {"04-transports", "broken", {}, "echo hello | PEER", ""},
    {"05-clients", "", {"--server"}, "echo hello | PEER", "Hello, client!"},
    {"07-limits", "", {}, "echo hello | PEER", "hello\n"},
    {"07-limits", "wrapped", {}, "echo hello | PEER", "hello\n"},
    {"07-limits", "broken", {}, "echo hello | PEER", "hello\n"},
    {"09-lines", "", {}, "printf 'al\\nhi\\n' | PEER", "meet:\n* al\n"},
    {"09-lines", "broken", {}, "printf 'al\\n' | PEER", "meet:\n* al\n"},
    {"09-lines", "frames", {}, "printf '\\0\\0\\0\\2hi' | PEER", "\2hi"},
    {"09-lines",
     "frames",
     {"--netstring"},
     "printf '5:hello,' | PEER",
     "5:hello,"},
    {"09-lines", "trusting", {}, "printf '\\0\\0\\0\\2hi' | PEER", ""},
};

// The same with datagrams.
const std::vector<Talk> kDatagrams{
    {"04-transports", "", {"--quote", "1"}, "echo | PEER", "It Has To"},
    {"06-udp", "", {}, "echo hello, world | PEER", "hello, wor"},
};

// PEER becomes `peer`, and PORT in that the server's port.
void play(const Talk& talk, const std::string& peer) {
    auto server = chapterServer(talk.chapter, talk.twin, talk.options);
    auto command = talk.command;
    command.replace(command.find("PEER"), 4, peer);
    command.replace(command.find("PORT"), 4, std::to_string(server.port));
    CAPTURE(talk.chapter);
    CAPTURE(command);
    Program tool({"/bin/sh", "-c", command});
    CHECK(tool.wait() == 0);
    CHECK(tool.output().find(talk.heard) != std::string::npos);
    server.signal(SIGINT);
    CHECK(server.wait() == 0);
}

}  // namespace

TEST_SUITE("nc") {
    TEST_CASE("nc talks to every server") {
        for (const auto& talk : kStreams) play(talk, "nc -N 127.0.0.1 PORT");
    }

    TEST_CASE("nc talks to every server that takes datagrams") {
        for (const auto& talk : kDatagrams) {
            play(talk, "nc -u -W 1 127.0.0.1 PORT");
        }
    }
}

TEST_SUITE("socat") {
    TEST_CASE("socat talks to every server") {
        for (const auto& talk : kStreams) {
            play(talk, "socat -t 20 - TCP:127.0.0.1:PORT");
        }
    }

    // It would wait for more: for it, the first ten bytes are all.
    TEST_CASE("socat talks to every server that takes datagrams") {
        for (const auto& talk : kDatagrams) {
            play(talk, "socat -t 20 - UDP:127.0.0.1:PORT,readbytes=10");
        }
    }
}
