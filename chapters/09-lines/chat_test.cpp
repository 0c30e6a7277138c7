// Chapter 9's chat rooms, the right one and the broken one, run as a user
// would.
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <sys/stat.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "support/chapter_test.hpp"

using untwist::support::Client;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::Server;

namespace {

const std::string kQuestion = "What is your name?";

std::string readLine(Client& client) {
    std::string line;
    for (;;) {
        const auto byte = client.receive(1);
        if (byte == "\n") return line;
        line += byte;
    }
}

// A client that has given its name, and heard who is there.
Client enter(const Server& server, const std::string& name, int others = 0) {
    Client client(server.port);
    REQUIRE(readLine(client) == kQuestion);
    client.send(name + "\n");
    REQUIRE(readLine(client) == "Welcome! Here you meet:");
    for (int i = 0; i <= others; ++i) REQUIRE(readLine(client)[0] == '*');
    return client;
}

// The terminals of alice and bob side by side, time going down. What they type
// is marked with ">".
class Screen {
  public:
    explicit Screen(std::uint16_t port) : port_(port) {}

    void connect(int column) {
        clients_.emplace_back(port_);
        shows(column);
    }

    void types(int column, const std::string& line) {
        clients_.at(column).send(line + "\n");
        print(column, "> " + line);
    }

    void shows(int column, int lines = 1) {
        for (; lines > 0; --lines) {
            print(column, readLine(clients_.at(column)));
        }
    }

    void leaves(int column) { clients_.at(column).close(); }

    const std::string& text() const { return text_; }

  private:
    void print(int column, const std::string& line) {
        constexpr std::size_t kWidth = 32;
        text_ += (column == 0 ? "" : std::string(kWidth, ' ')) + line + '\n';
    }

    std::uint16_t port_;
    std::vector<Client> clients_;
    std::string text_ = "alice                           bob\n\n";
};

// What bob sees of somebody whose bytes are cut where lines do not end. The
// second half is sent when the first has been read: bob has seen `between`.
std::string watchCutLines(const Server& server, const std::string& between) {
    Client bob = enter(server, "bob");
    Client alice(server.port);
    readLine(alice);
    alice.send("ali");
    std::string seen = bob.receive(between.size());
    CHECK(seen == between);
    alice.send("ce\nhello\nhow are you?\n");
    alice.closeWriting();
    for (std::string line; !line.ends_with("has left");) {
        line = readLine(bob);
        seen += line + '\n';
    }
    return seen;
}

}  // namespace

TEST_CASE("two people talk, and each sees who is there and what is said") {
    constexpr int kAlice = 0;
    constexpr int kBob = 1;
    Server server;
    Screen screen(server.port);
    screen.connect(kAlice);
    screen.types(kAlice, "alice");
    screen.shows(kAlice, 2);
    screen.connect(kBob);
    screen.types(kBob, "alice");
    screen.shows(kBob);
    screen.types(kBob, "bob");
    screen.shows(kBob, 3);
    screen.shows(kAlice);
    screen.types(kBob, "hello, alice");
    screen.shows(kAlice);
    screen.types(kAlice, "Bob! How is the weather?");
    screen.shows(kBob);
    screen.leaves(kBob);
    screen.shows(kAlice);
    CHECK(screen.text() == kept("chat.txt", screen.text()));
    CHECK(server.complaints() == "");
}

// With a pipe for a keyboard.
TEST_CASE("a real nc takes part") {
    if (!std::filesystem::exists("/usr/bin/nc")) {
        MESSAGE("not tested: nc is not installed");
        return;
    }
    const auto keyboard = std::filesystem::temp_directory_path() /
                          ("untwist-chat-" + std::to_string(::getpid()));
    REQUIRE(::mkfifo(keyboard.c_str(), 0600) == 0);
    Server server;
    Client bob = enter(server, "bob");
    Program alice({"/bin/sh", "-c",
                   "exec nc 127.0.0.1 " + std::to_string(server.port) + " <" +
                       keyboard.string()});
    std::ofstream keys(keyboard);
    std::filesystem::remove(keyboard);

    CHECK(alice.readLine() == kQuestion);
    keys << "alice\n" << std::flush;
    CHECK(alice.readLine() == "Welcome! Here you meet:");
    CHECK(alice.readLine() == "* alice");
    CHECK(alice.readLine() == "* bob");
    CHECK(readLine(bob) == "* alice is here");
    keys << "hello\n" << std::flush;
    CHECK(readLine(bob) == "alice: hello");
    bob.send("hi!\n");
    CHECK(alice.readLine() == "bob: hi!");
    alice.signal(SIGTERM);
    CHECK(readLine(bob) == "* alice has left");
}

TEST_CASE("lines arrive as lines, however they were cut") {
    Server server;
    const auto seen = watchCutLines(server, "");
    CHECK(seen == kept("cut.txt", seen));
}

TEST_CASE("the broken room takes each read for a message") {
    Server server("broken");
    const auto seen = watchCutLines(server, "* ali is here\n");
    CHECK(seen == kept("cut-broken.txt", seen));
}

TEST_CASE("a name that is taken is refused, and free when its owner leaves") {
    Server server;
    Client watcher = enter(server, "watcher");
    for (const bool politely : {true, false}) {
        CAPTURE(politely);
        Client alice = enter(server, "alice", 1);
        CHECK(readLine(watcher) == "* alice is here");
        {
            Client other(server.port);
            readLine(other);
            other.send("alice\n");
            CHECK(readLine(other) == "alice is taken. Your name?");
        }  // who leaves, and takes no name along
        politely ? alice.close() : alice.reset();
        CHECK(readLine(watcher) == "* alice has left");
    }
}

TEST_CASE("a name is 1 to 16 letters and digits") {
    Server server;
    Client client(server.port);
    readLine(client);
    for (const std::string name :
         {"", "two words", "* bob", "b\xf6hm", "ABCDEFGHIJKLMNOPQ"}) {
        CAPTURE(name);
        client.send(name + "\n");
        CHECK(readLine(client) ==
              "A name is 1 to 16 letters and digits. Yours?");
    }
    client.send("ABCDEFGHIJKLMNOP\n");
    CHECK(readLine(client) == "Welcome! Here you meet:");
}

TEST_CASE("who has given no name hears nothing of the talk") {
    Server server;
    Client nobody(server.port);
    readLine(nobody);
    Client alice = enter(server, "alice");
    Client bob = enter(server, "bob", 1);
    alice.send("a secret\n");
    CHECK(readLine(bob) == "alice: a secret");
    nobody.send("\n");
    CHECK(readLine(nobody) == "A name is 1 to 16 letters and digits. Yours?");
}

TEST_CASE("what a terminal would act on is taken out, telnet's returns too") {
    Server server;
    Client bob = enter(server, "bob");
    Client alice(server.port);
    alice.send("alice\r\nhello\r\n\x1b[2J\abye\xc3\xa9\n");
    CHECK(readLine(bob) == "* alice is here");
    CHECK(readLine(bob) == "alice: hello");
    CHECK(readLine(bob) == "alice: [2Jbye\xc3\xa9");
}

TEST_CASE("a line may have 400 bytes; with one more, its sender has to go") {
    Server server;
    Client bob = enter(server, "bob");
    Client alice = enter(server, "alice", 1);
    readLine(bob);
    const std::string longest(400, 'x');
    alice.send(longest + "\n");
    CHECK(readLine(bob) == "alice: " + longest);
    alice.send(longest + "x\n");
    CHECK(alice.receiveAll() == "That line is too long. Goodbye!\n");
    CHECK(readLine(bob) == "* alice has left");
    CHECK_FALSE(bob.hasBytes());
}

TEST_CASE("a line that never ends is not waited for") {
    Server server;
    Client alice = enter(server, "alice");
    alice.send(std::string(401, 'x'));
    CHECK(alice.receiveAll() == "That line is too long. Goodbye!\n");
}

TEST_CASE("Ctrl-C ends the room with everybody in it") {
    for (const std::string name : {"main", "broken"}) {
        CAPTURE(name);
        Server server(name);
        Client alice = enter(server, "alice");
        Client bob = enter(server, "bob", 1);
        server.signal(SIGINT);
        CHECK(server.wait() == 0);
        CHECK(server.complaints() == "");
    }
}

TEST_CASE("ten people talk at once, and everybody gets all of it in order") {
    constexpr int kPeople = 10;
    constexpr int kLines = 100;
    Server server;
    std::vector<Client> people;
    for (int i = 0; i < kPeople; ++i) {
        people.push_back(enter(server, "p" + std::to_string(i), i));
        for (int j = 0; j < i; ++j) readLine(people[j]);
    }
    for (int i = 0; i < kPeople; ++i) {
        std::string all;
        for (int n = 0; n < kLines; ++n) all += std::to_string(n) + "\n";
        people[i].send(all);
    }
    for (int i = 0; i < kPeople; ++i) {
        std::vector<int> next(kPeople, 0);
        for (int n = 0; n < kLines * (kPeople - 1); ++n) {
            const auto line = readLine(people[i]);
            const auto speaker = static_cast<std::size_t>(line.at(1) - '0');
            REQUIRE(line.substr(2) == ": " + std::to_string(next[speaker]++));
        }
        CHECK(next[i] == 0);
    }
}
