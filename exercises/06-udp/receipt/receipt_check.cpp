// Checks <receipt.hpp>: yours, the solution, or a wrong answer.
#include <receipt.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "untwist/testing/datagram_transport.hpp"
#include "untwist/testing/story.hpp"

using untwist::Address;
using untwist::Bytes;
using untwist::DatagramProtocol;
using untwist::testing::DatagramTransport;
using untwist::testing::quoted;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

const Address kAlice("192.0.2.7", 50001);
const Address kAlicesSecond("192.0.2.7", 50002);  // another program, same host
const Address kBob("198.51.100.9", 50001);

class Server {
  public:
    Server() { protocol_->makeConnection(wire_); }

    // One datagram, and the one receipt that should go back for it.
    void gets(Bytes datagram, const Address& from, Bytes receipt) {
        step(from.toString() + " sends " + quoted(datagram));
        const std::vector<char> exact(datagram.begin(), datagram.end());
        protocol_->datagramReceived({exact.data(), exact.size()}, from);
        step("one receipt should go to " + from.toString() + ": " +
             quoted(receipt));
        if (wire_->written.size() != 1) {
            throw StoryFailure(
                "one datagram",
                std::to_string(wire_->written.size()) + " datagrams");
        }
        const auto sent = wire_->written.front();
        wire_->written.clear();
        if (sent.to != from) {
            throw StoryFailure("a datagram to " + from.toString(),
                               "one to " + sent.to.toString());
        }
        if (sent.data != receipt) {
            throw StoryFailure(quoted(receipt), quoted(sent.data));
        }
    }

  private:
    std::shared_ptr<DatagramProtocol> protocol_ = std::make_shared<Receipt>();
    std::shared_ptr<DatagramTransport> wire_ =
        std::make_shared<DatagramTransport>();
};

}  // namespace

TEST_CASE("a datagram gets a receipt") {
    Server server;
    server.gets("hello", kAlice, "1 5");
}

TEST_CASE("each datagram gets one of its own") {
    Server server;
    server.gets("hello", kAlice, "1 5");
    server.gets("hi", kAlice, "2 2");
    server.gets("good morning\ngood night\n", kAlice, "3 24");
}

TEST_CASE("a receipt goes to who sent the datagram") {
    Server server;
    server.gets("hello", kAlice, "1 5");
    server.gets("good day", kBob, "1 8");
    server.gets("hello", kAlice, "2 5");
}

TEST_CASE("each sender has a count of its own") {
    Server server;
    server.gets("a", kAlice, "1 1");
    server.gets("a", kAlice, "2 1");
    server.gets("b", kBob, "1 1");
    server.gets("a", kAlice, "3 1");
}

TEST_CASE("two programs on one host are two senders") {
    Server server;
    server.gets("a", kAlice, "1 1");
    server.gets("b", kAlicesSecond, "1 1");
    server.gets("a", kAlice, "2 1");
}

TEST_CASE("an empty datagram is a datagram") {
    Server server;
    server.gets("", kAlice, "1 0");
    server.gets("", kAlice, "2 0");
}

TEST_CASE("an empty datagram is not the end") {
    Server server;
    server.gets("a", kAlice, "1 1");
    server.gets("", kAlice, "2 0");
    server.gets("a", kAlice, "3 1");
}

TEST_CASE("zeros are bytes, too") {
    using std::string_view_literals::operator""sv;
    Server server;
    server.gets("a\0b"sv, kAlice, "1 3");
}

TEST_CASE("a long one is counted to its end") {
    Server server;
    server.gets(std::string(8192, 'x'), kAlice, "1 8192");
}
