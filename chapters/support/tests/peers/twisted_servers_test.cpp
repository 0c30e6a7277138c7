// Our clients talk to Twisted's servers.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "peers.hpp"
#include "talk.hpp"
#include "untwist/untwist.hpp"

using std::string_literals::operator""s;
using untwist::Address;
using untwist::Bytes;
using untwist::DatagramProtocol;
using untwist::Int16StringReceiver;
using untwist::Int32StringReceiver;
using untwist::Int8StringReceiver;
using untwist::LineReceiver;
using untwist::NetstringReceiver;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapterProgram;
using untwist::support::HalfCloser;
using untwist::support::kDone;
using untwist::support::kPatience;
using untwist::support::Listener;
using untwist::support::Program;
using untwist::support::talk;
using untwist::support::twistedServer;

namespace {

class EchoClient : public Listener {
  public:
    explicit EchoClient(std::string sent) : sent_(std::move(sent)) {}

    void connectionMade() override { transport().write(sent_); }

    void dataReceived(Bytes data) override {
        Listener::dataReceived(data);
        if (heard.size() >= sent_.size()) transport().loseConnection();
    }

  private:
    std::string sent_;
};

// Sends lines in pieces that are not lines.
class LineClient : public LineReceiver {
  public:
    std::vector<std::string> lines;

    void connectionMade() override {
        transport().write("he");
        transport().write("llo\r\n\r\nis anybody th");
        transport().write("ere?\r\n");
    }

    void lineReceived(Bytes line) override {
        lines.emplace_back(line);
        if (lines.size() == 3) transport().loseConnection();
    }
};

template <class Receiver>
class StringClient : public Receiver {
  public:
    std::vector<std::string> sent;
    std::vector<std::string> heard;

    void connectionMade() override {
        for (const auto& string : sent) this->sendString(string);
    }

    void stringReceived(Bytes string) override {
        heard.emplace_back(string);
        if (heard.size() == sent.size()) this->transport().loseConnection();
    }
};

template <class Receiver>
void exchangeStrings(const std::string& kind, std::size_t longest) {
    CAPTURE(kind);
    auto server = twistedServer(kind);
    const auto client = std::make_shared<StringClient<Receiver>>();
    client->sent = {"hello", "", "a\0\r\n,b"s, std::string(longest, 'x')};
    CHECK(talk(server.port, client) == kDone);
    CHECK((client->heard == client->sent));
}

// Sends a datagram, and the next when an answer has come.
class DatagramClient : public DatagramProtocol {
  public:
    DatagramClient(Reactor& reactor, std::uint16_t port)
        : reactor_(reactor), server_("127.0.0.1", port) {}

    std::vector<std::string> toSend{"hello", "", std::string(1400, 'x')};
    std::vector<std::string> heard;

    void startProtocol() override { transport().write(toSend[0], server_); }

    void datagramReceived(Bytes datagram, const Address& from) override {
        CHECK(from == server_);
        heard.emplace_back(datagram);
        if (heard.size() == toSend.size()) return reactor_.stop();
        transport().write(toSend[heard.size()], server_);
    }

  private:
    Reactor& reactor_;
    Address server_;
};

}  // namespace

TEST_SUITE("twisted") {
    TEST_CASE("our client gets its megabyte back from Twisted's echo") {
        auto server = twistedServer("echo");
        const std::string sent(1 << 20, 'x');
        const auto client = std::make_shared<EchoClient>(sent);
        CHECK(talk(server.port, client) == kDone);
        CHECK((client->heard == sent));
    }

    TEST_CASE("our client is sent Twisted's quote, and an end in order") {
        auto server = twistedServer("qotd");
        const auto client = std::make_shared<Listener>();
        CHECK(talk(server.port, client) == kDone);
        CHECK(client->heard == "An apple a day keeps the doctor away.\r\n");
    }

    TEST_CASE("chapter 5's client and Twisted's server say hello") {
        auto server = twistedServer("hello");
        Program client({chapterProgram("05-clients"), "--client", "--port",
                        std::to_string(server.port)});
        CHECK(client.readUntil("heard") ==
              R"(client: heard "Hello from Twisted!\r\n")");
        CHECK(client.readUntil("clientConnectionLost")
                  .ends_with("the connection was closed cleanly"));
        CHECK(client.wait() == 0);
    }

    TEST_CASE("our client half-closes, and Twisted answers after that") {
        auto server = twistedServer("sorter");
        const auto client = std::make_shared<HalfCloser>();
        CHECK(talk(server.port, client) == kDone);
        CHECK(client->heard == "apple\nfig\npear\n");
    }

    TEST_CASE("our LineReceiver talks to Twisted's") {
        auto server = twistedServer("lines");
        const auto client = std::make_shared<LineClient>();
        CHECK(talk(server.port, client) == kDone);
        CHECK(client->lines ==
              std::vector<std::string>{"HELLO", "", "IS ANYBODY THERE?"});
    }

    TEST_CASE("our string receivers talk to Twisted's") {
        exchangeStrings<Int8StringReceiver>("int8", 255);
        exchangeStrings<Int16StringReceiver>("int16", 65535);
        exchangeStrings<Int32StringReceiver>("int32", 99999);
        exchangeStrings<NetstringReceiver>("netstring", 99999);
    }

    TEST_CASE("our datagrams come back from Twisted") {
        auto server = twistedServer("datagrams");
        Reactor reactor;
        const auto client =
            std::make_shared<DatagramClient>(reactor, server.port);
        reactor.callLater(kPatience, [&] { reactor.stop(); });
        reactor.listenUDP(0, client);
        reactor.run();
        CHECK((client->heard == client->toSend));
    }

    TEST_CASE("chapter 6's client gets its words across to Twisted") {
        auto server = twistedServer("datagrams");
        Program client({chapterProgram("06-udp", "reliable"), "--port",
                        std::to_string(server.port)});
        CHECK(client.wait() == 0);
        CHECK(std::ranges::count(client.output(), '\n') == 10);
    }
}
