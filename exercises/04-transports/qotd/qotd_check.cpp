// Checks <qotd.hpp>: yours, the solution, or a wrong answer.
#include <qotd.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "untwist/testing/conversation.hpp"
#include "untwist/testing/story.hpp"

using untwist::Address;
using untwist::Factory;
using untwist::Protocol;
using untwist::testing::Conversation;
using untwist::testing::conversation;
using untwist::testing::step;

namespace {

const std::string kQuote = "Nothing waits.\r\n    -- the reactor\r\n";

void withQuote(const std::string& quote, const Conversation::Script& script) {
    conversation([&] { return Factory::forProtocol<Qotd>(quote); }, script);
}

// Makes Qotds, and knows how many of them are still there: the connection keeps
// its protocol alive, and nobody else does.
class CountingFactory : public Factory {
  public:
    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        auto protocol = std::make_shared<Qotd>(kQuote);
        made_.push_back(protocol);
        return protocol;
    }

    int alive() const {
        int count = 0;
        for (const auto& each : made_) count += each.expired() ? 0 : 1;
        return count;
    }

  private:
    std::vector<std::weak_ptr<Protocol>> made_;
};

}  // namespace

TEST_CASE("the quote comes without a word from the client") {
    withQuote(kQuote,
              [](Conversation& talk) { talk.connect("alice").hears(kQuote); });
}

TEST_CASE("after the quote the server closes") {
    withQuote(kQuote, [](Conversation& talk) {
        talk.connect("alice").hears(kQuote).isClosed();
    });
}

TEST_CASE("a long quote arrives whole at a client that reads slowly") {
    const std::string longQuote(100'000, 'z');
    withQuote(longQuote, [&](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.hears(longQuote).isClosed();
    });
}

TEST_CASE("who talks gets the same quote, once") {
    withQuote(kQuote, [](Conversation& talk) {
        auto& alice = talk.connect("alice");
        alice.says("good morning\n").says("a quote, please\n");
        alice.hears(kQuote).isClosed();
    });
}

TEST_CASE("who has said all before the quote comes still gets it") {
    withQuote(kQuote, [](Conversation& talk) {
        talk.connect("alice").halfCloses().hears(kQuote).isClosed();
    });
}

TEST_CASE("the server keeps nothing of a connection that is over") {
    std::shared_ptr<CountingFactory> factory;
    conversation([&] { return factory = std::make_shared<CountingFactory>(); },
                 [&](Conversation& talk) {
                     talk.connect("alice").hears(kQuote).isClosed();
                     step("no connection should be left on the server's side");
                     CHECK(factory->alive() == 0);
                 });
}

TEST_CASE("everybody gets a quote") {
    withQuote(kQuote, [](Conversation& talk) {
        auto& alice = talk.connect("alice");
        auto& bob = talk.connect("bob");
        bob.hears(kQuote).isClosed();
        alice.hears(kQuote).isClosed();
    });
}
