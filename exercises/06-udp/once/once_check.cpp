// Checks <once.hpp>: yours, the solution, or a wrong answer.
#include <once.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <utility>
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

// What one datagram has brought about.
class Outcome {
  public:
    Outcome(std::vector<std::string> delivered,
            std::vector<DatagramTransport::Datagram> answers, Address from)
        : delivered_(std::move(delivered)),
          answers_(std::move(answers)),
          from_(from) {}

    Outcome& delivers(const std::string& text) {
        step("it should deliver " + quoted(text));
        if (delivered_.size() != 1 || delivered_.front() != text) {
            throw StoryFailure(quoted(text), told(delivered_));
        }
        return *this;
    }

    Outcome& deliversNothing() {
        step("it should deliver nothing");
        if (!delivered_.empty())
            throw StoryFailure("nothing", told(delivered_));
        return *this;
    }

    Outcome& confirms(const std::string& number) {
        step("it should answer " + quoted(number));
        const DatagramTransport::Datagram expected{number, from_};
        if (answers_.size() != 1 || answers_.front() != expected) {
            throw StoryFailure(quoted(number) + " to " + from_.toString(),
                               told(answers_));
        }
        return *this;
    }

    Outcome& confirmsNothing() {
        step("it should not answer");
        if (!answers_.empty()) throw StoryFailure("nothing", told(answers_));
        return *this;
    }

  private:
    static std::string told(const std::vector<std::string>& texts) {
        std::string all;
        for (const auto& text : texts) {
            all += (all.empty() ? "" : ", ") + quoted(text);
        }
        return all.empty() ? "nothing" : all;
    }

    static std::string told(
        const std::vector<DatagramTransport::Datagram>& datagrams) {
        std::string all;
        for (const auto& each : datagrams) {
            all += (all.empty() ? "" : ", ") + quoted(each.data) + " to " +
                   each.to.toString();
        }
        return all.empty() ? "nothing" : all;
    }

    std::vector<std::string> delivered_;
    std::vector<DatagramTransport::Datagram> answers_;
    Address from_;
};

class Receiver {
  public:
    Receiver() { protocol_->makeConnection(wire_); }

    Outcome gets(Bytes datagram, const Address& from = kAlice) {
        step(from.toString() + " sends " + quoted(datagram));
        const std::vector<char> exact(datagram.begin(), datagram.end());
        protocol_->datagramReceived({exact.data(), exact.size()}, from);
        return {std::exchange(delivered_, {}),
                std::exchange(wire_->written, {}), from};
    }

  private:
    std::vector<std::string> delivered_;
    std::shared_ptr<DatagramProtocol> protocol_ = std::make_shared<Once>(
        [this](const Address& /*from*/, std::string text) {
            delivered_.push_back(std::move(text));
        });
    std::shared_ptr<DatagramTransport> wire_ =
        std::make_shared<DatagramTransport>();
};

}  // namespace

TEST_CASE("a message is delivered and confirmed") {
    Receiver receiver;
    receiver.gets("1 hello").delivers("hello").confirms("1");
}

TEST_CASE("messages in a row are delivered one by one") {
    Receiver receiver;
    receiver.gets("1 one").delivers("one").confirms("1");
    receiver.gets("2 two and a half").delivers("two and a half").confirms("2");
    receiver.gets("3 three").delivers("three").confirms("3");
}

TEST_CASE("what comes twice is delivered once") {
    Receiver receiver;
    receiver.gets("1 one").delivers("one");
    receiver.gets("1 one").deliversNothing();
    receiver.gets("2 two").delivers("two");
    receiver.gets("1 one").deliversNothing();
    receiver.gets("2 two").deliversNothing();
}

TEST_CASE("what comes twice is confirmed twice") {
    Receiver receiver;
    receiver.gets("1 one").confirms("1");
    receiver.gets("1 one").confirms("1");
    receiver.gets("2 two").confirms("2");
    receiver.gets("2 two").confirms("2");
}

TEST_CASE("the same text under a new number is a new message") {
    Receiver receiver;
    receiver.gets("1 or").delivers("or").confirms("1");
    receiver.gets("2 or").delivers("or").confirms("2");
}

TEST_CASE("a message that is too early is not delivered, nor confirmed") {
    Receiver receiver;
    receiver.gets("2 two").deliversNothing().confirmsNothing();
    receiver.gets("1 one").delivers("one").confirms("1");
    receiver.gets("3 three").deliversNothing().confirmsNothing();
    receiver.gets("2 two").delivers("two").confirms("2");
}

TEST_CASE("after nine comes ten") {
    Receiver receiver;
    for (int i = 1; i <= 12; ++i) {
        const auto number = std::to_string(i);
        receiver.gets(number + " x").delivers("x").confirms(number);
    }
    receiver.gets("9 x").deliversNothing().confirms("9");
}

TEST_CASE("each sender has numbers of its own") {
    Receiver receiver;
    receiver.gets("1 from alice", kAlice).delivers("from alice");
    receiver.gets("1 from bob", kBob).delivers("from bob").confirms("1");
    receiver.gets("1 second", kAlicesSecond).delivers("second").confirms("1");
    receiver.gets("2 alice again", kAlice).delivers("alice again");
}

TEST_CASE("a text may be empty") {
    Receiver receiver;
    receiver.gets("1 ").delivers("").confirms("1");
    receiver.gets("2 two").delivers("two").confirms("2");
}

TEST_CASE("what is no message is let go by") {
    Receiver receiver;
    for (const std::string bad : {"", "hello", "x 1", " 1 x", "-1 x", "1x y"}) {
        receiver.gets(bad).deliversNothing().confirmsNothing();
    }
    receiver.gets("99999999999999999999 x").deliversNothing();
    receiver.gets("1 one").delivers("one").confirms("1");
}
