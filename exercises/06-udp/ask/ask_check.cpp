// Checks <ask.hpp>: yours, the solution, or a wrong answer.
#include <ask.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "untwist/testing/clock.hpp"
#include "untwist/testing/datagram_transport.hpp"
#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Bytes;
using untwist::DatagramProtocol;
using untwist::testing::Clock;
using untwist::testing::DatagramTransport;
using untwist::testing::quoted;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

const Address kServer("192.0.2.1", 53);
const Address kStranger("203.0.113.66", 53);

// A question that has been asked at 0 s, and its server, which the test plays.
class Talk {
  public:
    Talk() {
        step("I ask \"what time is it?\"");
        ask_ = std::make_shared<Ask>(
            clock, kServer, "what time is it?",
            [this](const std::optional<std::string>& answer) {
                outcomes_ += outcomes_.empty() ? "" : ", ";
                outcomes_ += answer ? quoted(*answer) : "gave up";
            });
        ask_->makeConnection(wire);
    }

    void passes(std::chrono::milliseconds time) {
        step(std::to_string(time.count()) + " ms pass");
        clock.advance(time);
    }

    void answers(Bytes answer, const Address& from = kServer) {
        step((from == kServer ? "the server answers " : "a stranger sends ") +
             quoted(answer));
        ask_->datagramReceived(answer, from);
    }

    void closes() {
        step("the port is closed");
        ask_->doStop();
    }

    void hasAsked(std::size_t times) {
        step("the question should have been sent " + often(times));
        for (const auto& sent : wire->written) {
            CHECK(sent.to == kServer);
            CHECK(sent.data == "what time is it?");
        }
        if (wire->written.size() != times) {
            throw StoryFailure(often(times), often(wire->written.size()));
        }
    }

    void isStillOpen() {
        step("nothing should be decided yet");
        if (!outcomes_.empty()) throw StoryFailure("no outcome", outcomes_);
    }

    void isOver(const std::string& outcome) {
        step("the outcome should be " + outcome);
        if (outcomes_ != outcome) {
            throw StoryFailure(outcome, outcomes_.empty() ? "none" : outcomes_);
        }
    }

    void isQuiet() {
        const auto times = wire->written.size();
        step("no call should be left to come");
        const auto left = clock.getDelayedCalls().size();
        if (left > 0) throw StoryFailure("none", std::to_string(left));
        step("and nothing more should be sent, for a minute");
        for (int i = 0; i < 600; ++i) clock.advance(100ms);
        CHECK(wire->written.size() == times);
    }

    Clock clock;
    std::shared_ptr<DatagramTransport> wire =
        std::make_shared<DatagramTransport>();

  private:
    static std::string often(std::size_t times) {
        return times == 1 ? "once" : std::to_string(times) + " times";
    }

    std::string outcomes_;
    std::shared_ptr<DatagramProtocol> ask_;
};

}  // namespace

TEST_CASE("the question is sent, and the answer told") {
    Talk talk;
    talk.hasAsked(1);
    talk.isStillOpen();
    talk.answers("noon");
    talk.isOver("\"noon\"");
}

TEST_CASE("without an answer, it is asked again after a second") {
    Talk talk;
    talk.passes(999ms);
    talk.hasAsked(1);
    talk.passes(1ms);
    talk.hasAsked(2);
    talk.passes(1000ms);
    talk.hasAsked(3);
    talk.answers("noon");
    talk.isOver("\"noon\"");
}

TEST_CASE("with the answer it is over") {
    Talk talk;
    talk.passes(1000ms);
    talk.answers("noon");
    talk.hasAsked(2);
    talk.isQuiet();
    talk.isOver("\"noon\"");
}

TEST_CASE("it is asked five times, a second apart, and no more") {
    Talk talk;
    for (std::size_t times = 1; times <= 5; ++times) {
        talk.hasAsked(times);
        talk.passes(1000ms);
    }
    talk.hasAsked(5);
    talk.isQuiet();
}

TEST_CASE("the fifth question has its second, too") {
    Talk talk;
    for (int i = 0; i < 4; ++i) talk.passes(1000ms);
    talk.passes(999ms);
    talk.isStillOpen();
    talk.answers("noon");
    talk.isOver("\"noon\"");
}

TEST_CASE("when all was in vain, that is told") {
    Talk talk;
    for (int i = 0; i < 5; ++i) talk.passes(1000ms);
    talk.isOver("gave up");
    talk.isQuiet();
    talk.isOver("gave up");
}

TEST_CASE("a second answer changes nothing") {
    Talk talk;
    talk.passes(1000ms);
    talk.answers("noon");
    talk.answers("noon");
    talk.isOver("\"noon\"");
}

TEST_CASE("an answer after giving up changes nothing") {
    Talk talk;
    for (int i = 0; i < 5; ++i) talk.passes(1000ms);
    talk.answers("noon");
    talk.isOver("gave up");
}

TEST_CASE("an answer may be empty") {
    Talk talk;
    talk.answers("");
    talk.isOver("\"\"");
    talk.isQuiet();
}

TEST_CASE("only the server can answer") {
    Talk talk;
    talk.answers("midnight", kStranger);
    talk.isStillOpen();
    talk.passes(1000ms);
    talk.hasAsked(2);
    talk.answers("noon");
    talk.isOver("\"noon\"");
}

TEST_CASE("when the port is closed, nothing is left to call") {
    Talk talk;
    talk.passes(1000ms);
    talk.closes();
    talk.isQuiet();
    talk.isStillOpen();
}
