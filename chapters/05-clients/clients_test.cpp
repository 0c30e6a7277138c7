// Chapter 5's programs, run as a user would.
#include <algorithm>
#include <cctype>
#include <csignal>
#include <cstdint>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>

#include "history.hpp"
#include "support/chapter_test.hpp"
#include "unfriendly_port.hpp"
#include "untwist/testing/clock.hpp"

using namespace std::chrono_literals;
using untwist::support::Client;
using untwist::support::kept;
using untwist::support::Program;
using untwist::support::programPath;
using untwist::support::Server;
using untwist::support::withPort;
using untwist::testing::Clock;

namespace {

constexpr std::uint16_t kStandard = 9001;

// A program of this chapter that connects to `port`.
class Visitor : public Program {
  public:
    Visitor(const std::string& name, std::uint16_t port,
            std::vector<std::string> more = {})
        : Program(arguments(name, port, std::move(more))) {}

    // Waits for its end; what it printed, all of it.
    std::string printed(int exitCode) {
        CHECK(wait() == exitCode);
        CHECK(errors().find("Unhandled") == std::string::npos);
        return output();
    }

  private:
    static std::vector<std::string> arguments(const std::string& name,
                                              std::uint16_t port,
                                              std::vector<std::string> more) {
        more.insert(more.begin(),
                    {programPath(name), "--port", std::to_string(port)});
        return more;
    }
};

UnfriendlyPort refusing() {
    return UnfriendlyPort(UnfriendlyPort::Manner::refuses);
}

UnfriendlyPort ignoring() {
    return UnfriendlyPort(UnfriendlyPort::Manner::ignores);
}

std::vector<std::string> linesOf(const std::string& text) {
    std::vector<std::string> all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) all.push_back(line);
    return all;
}

// The timeline that ends what a program printed.
std::string timelineOf(const std::string& printed) {
    const auto at = printed.find("seconds ");
    REQUIRE(at != std::string::npos);
    return printed.substr(at);
}

// The kinds of line in a run, in the order in which they first come. When each
// came, and how often, differs from one run to the next.
std::string formOf(const std::string& printed) {
    std::string all;
    for (auto line : linesOf(printed)) {
        if (line.starts_with("client ")) line = "a row";
        if (line.starts_with("seconds ")) line = "a scale";
        std::ranges::replace_if(
            line, [](unsigned char c) { return std::isdigit(c) != 0; }, '0');
        if (all.find(line) == std::string::npos) all += line + '\n';
    }
    return all;
}

}  // namespace

// --- The server and its client ---

TEST_CASE("each hears the other's hello, and the factory hears of the end") {
    Server both("main");
    both.readUntil("clientConnectionLost");
    const auto rest = both.printed();
    const auto first = both.output().substr(0, both.output().find('\n') + 1);
    const auto said = withPort(first + rest, both.port, kStandard);
    CHECK(said == kept("both.txt", said));
    CHECK(both.complaints() == "");
}

TEST_CASE("they do so from two terminals, and the client ends by itself") {
    Server server("main", {"--server"});
    Visitor client("main", server.port, {"--client"});
    const auto said = withPort(client.printed(0), server.port, kStandard);
    CHECK(said == kept("client.txt", said));
    server.readUntil("heard");
    const auto heard = server.printed();
    CHECK(heard == kept("server.txt", heard));
    CHECK(server.complaints() == "");
}

TEST_CASE("a client without a server says that it failed, with exit code 1") {
    const auto nobody = refusing();
    Visitor client("main", nobody.number(), {"--client"});
    const auto said = withPort(client.printed(1), nobody.number(), kStandard);
    CHECK(said == kept("refused.txt", said));
}

TEST_CASE("the server greets every client, and closes when it was answered") {
    Server server("main");
    for (int i = 0; i < 3; ++i) {
        Client client(server.port);
        const std::string hello = "Hello, client!\r\n";
        CHECK(client.receive(hello.size()) == hello);
        client.send("good evening\n");
        CHECK(client.receiveAll() == "");  // throws if it was reset
        server.readUntil("server: heard \"good evening\\n\"");
    }
}

TEST_CASE("--server and --client together are what neither of them is") {
    Server both("main", {"--server", "--client"});
    both.readUntil("clientConnectionLost");
    CHECK(both.printed() != "");
}

TEST_CASE("Ctrl-C ends a client whose server never says anything") {
    const auto silent = ignoring();
    Visitor client("main", silent.number(), {"--client"});
    client.readUntil("connectTCP has returned");
    client.signal(SIGINT);
    CHECK(client.printed(0).find("the reactor stopped") != std::string::npos);
}

// --- How it can end ---

TEST_CASE("six endings, each told as what it is") {
    Program tour({programPath("endings")});
    CHECK(tour.wait() == 0);
    CHECK(tour.output() == kept("endings.txt", tour.output()));
    CHECK(tour.errors().find("Unhandled") == std::string::npos);
}

TEST_CASE("Ctrl-C ends the tour in the place where it is") {
    Program tour({programPath("endings")});
    tour.readUntil("never answers");
    tour.signal(SIGINT);
    CHECK(tour.wait() == 0);
    CHECK(tour.output().find("hangs up") == std::string::npos);
    CHECK(tour.errors().find("Unhandled") == std::string::npos);
}

TEST_CASE("the broken client waits for ever where nobody listens") {
    const auto nobody = refusing();
    Visitor client("broken", nobody.number());
    client.readUntil("still waiting");
    client.signal(SIGINT);
    const auto said = withPort(client.printed(0), nobody.number(), kStandard);
    CHECK(said == kept("broken.txt", said));
}

TEST_CASE("with a server there, the broken client looks right") {
    Server server("main", {"--server"});
    Visitor client("broken", server.port);
    const auto said = withPort(client.printed(0), server.port, kStandard);
    CHECK(said == kept("broken-works.txt", said));
}

// --- Coming back ---

TEST_CASE("a client comes back to a server that was stopped and started") {
    Server first("main", {"--server"});
    Visitor client("reconnecting", first.port, {"--client"});
    client.readUntil("client 1: connected");
    first.printed();  // and it is gone
    client.readUntil("client 1: lost");
    client.readUntil("client 1: refused");
    client.readUntil("client 1: refused");
    Visitor second("main", first.port, {"--server"});
    client.readUntil("client 1: connected");
    client.signal(SIGINT);
    const auto picture = timelineOf(client.printed(0));
    CHECK(picture.find("client 1  ") != std::string::npos);
    CHECK(picture.find('x') != std::string::npos);
    CHECK(picture.find('=') != std::string::npos);
}

TEST_CASE("the runs that the text quotes look like a run of today") {
    Server one("reconnecting");
    Server five("reconnecting", {"--clients", "5"});
    CHECK(one.wait() == 0);
    CHECK(five.wait() == 0);
    CHECK(one.complaints() == "");
    CHECK(five.complaints() == "");

    const auto said = withPort(one.output(), one.port, kStandard);
    CHECK(formOf(said) == formOf(kept("reconnecting.txt", said)));
    const auto picture = timelineOf(five.output());
    CHECK(formOf(picture) == formOf(kept("five.txt", picture)));
    for (const auto& row : linesOf(picture)) {
        CAPTURE(row);
        if (!row.starts_with("client")) continue;
        CHECK(row.substr(10, 4) == "====");
        CHECK(row.find('x') != std::string::npos);
        CHECK(row.rfind('=') > row.rfind('x'));
    }
}

TEST_CASE("the timeline shows what happened when, each row to scale") {
    Clock time;
    std::string said;
    History history(
        time, [&](std::string_view line) { said.append(line).append("\n"); });
    history.connected(1);
    time.advance(1s);
    history.lost(1);
    history.failed(2, "refused");
    time.advance(1500ms);
    history.failed(1, "no way");
    time.advance(3s);
    history.connected(1);
    time.advance(500ms);
    CHECK(said ==
          "  0.00 s  client 1: connected\n"
          "  1.00 s  client 1: lost\n"
          "  1.00 s  client 2: refused\n"
          "  2.50 s  client 1: no way\n"
          "  5.50 s  client 1: connected\n");
    CHECK(history.drawn() ==
          "seconds   0          1          2          3          4          5"
          "         6\n"
          "client 1  ===========----------------x--------------------------"
          "------======\n"
          "client 2             x----------------------------------------"
          "--------------");
}

TEST_CASE("a timeline of nothing is a scale") {
    const Clock time;
    CHECK(History(time, {}).drawn() == "seconds   0");
}

// --- All of them ---

TEST_CASE("Ctrl-C and SIGTERM end every program, with exit code 0") {
    const auto nobody = refusing();
    for (const std::string name :
         {"main", "endings", "broken", "reconnecting"}) {
        for (const int number : {SIGINT, SIGTERM}) {
            CAPTURE(name);
            CAPTURE(number);
            const bool listens = name == "main" || name == "reconnecting";
            Visitor program(name, listens ? 0 : nobody.number());
            program.readLine();
            program.signal(number);
            program.printed(0);
        }
    }
}

TEST_CASE("a busy port is one line that says what to do") {
    Server first("main", {"--server"});
    for (const std::string name : {"main", "reconnecting"}) {
        CAPTURE(name);
        Visitor program(name, first.port);
        CHECK(program.printed(1) == "");
        CHECK(program.errors() ==
              "cannot listen on 127.0.0.1:" + std::to_string(first.port) +
                  ": the port is in use; a free one: ./untwist run 5" +
                  (name == "main" ? "" : '/' + name) + " --port 0\n");
    }
}

TEST_CASE("as many clients as that is one line that says what is allowed") {
    for (const std::string count : {"0", "21", "many"}) {
        CAPTURE(count);
        Visitor program("reconnecting", 0, {"--clients", count});
        CHECK(program.printed(2) == "");
        CHECK(program.errors() ==
              "--clients " + count + ": a number from 1 to 20\n");
    }
}
