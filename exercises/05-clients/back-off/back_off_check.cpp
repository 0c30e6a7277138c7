// Checks <back_off.hpp>: yours, the solution, or a wrong answer.
#include <back_off.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "../fake_connector.hpp"
#include "untwist/testing/clock.hpp"
#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::Connector;
using untwist::Duration;
using untwist::testing::Clock;
using untwist::testing::step;
using untwist::testing::StoryFailure;

namespace {

using State = Connector::State;

std::string inSeconds(Duration time) {
    return std::to_string(time / 1s) + " s";
}

// A client that waits from 1 s to 60 s, on a clock that this check moves.
class Trial {
  public:
    // What waits, connects or is connected owns the client: cut that.
    ~Trial() {
        for (auto& call : clock.getDelayedCalls()) call.cancel();
        if (const auto connector = connector_.lock()) connector->forget();
    }

    void connect() {
        step("the client connects, for the first time");
        connector_ = FakeConnector::connecting(client);
    }

    // The connector, which is there during attempts and connections.
    std::shared_ptr<FakeConnector> connector() const {
        auto connector = connector_.lock();
        if (!connector) {
            throw StoryFailure("a connector that is there", "it has gone");
        }
        return connector;
    }

    // Lets time pass until the next attempt, and says how long that was.
    std::string wait() {
        step("how long does the client wait?");
        if (isConnecting()) {
            throw StoryFailure("a wait", "an attempt, at once");
        }
        const auto calls = clock.getDelayedCalls();
        if (calls.size() != 1) {
            throw StoryFailure("1 delayed call",
                               std::to_string(calls.size()) + " of them");
        }
        const auto waited = calls[0].getTime() - clock.seconds();
        clock.advance(waited);
        if (!isConnecting()) {
            throw StoryFailure("an attempt, " + inSeconds(waited) + " later",
                               "none");
        }
        return inSeconds(waited);
    }

    // What happens when the attempt that is going on is refused?
    std::string refusedAndWait() {
        connector()->refuse();
        return wait();
    }

    void stop() {
        step("I call stop");
        client->stop();
        if (const auto connector = connector_.lock()) connector->settle();
    }

    void shouldHaveStopped() {
        step("an hour passes, and there should be no attempt");
        clock.advance(1h);
        CHECK_FALSE(isConnecting());
        CHECK(clock.getDelayedCalls().empty());
    }

    bool isConnecting() const {
        const auto connector = connector_.lock();
        return connector && connector->state() == State::connecting;
    }

    Clock clock;
    std::shared_ptr<BackOff> client = std::make_shared<BackOff>(clock, 1s, 60s);

  private:
    std::weak_ptr<FakeConnector> connector_;
};

}  // namespace

TEST_CASE("after a failure the client waits, then tries again") {
    Trial trial;
    trial.connect();
    CHECK(trial.refusedAndWait() == "1 s");
}

TEST_CASE("each wait is twice the one before") {
    Trial trial;
    trial.connect();
    CHECK(trial.refusedAndWait() == "1 s");
    CHECK(trial.refusedAndWait() == "2 s");
    CHECK(trial.refusedAndWait() == "4 s");
    CHECK(trial.refusedAndWait() == "8 s");
}

TEST_CASE("no wait is longer than the longest") {
    Trial trial;
    trial.connect();
    for (int i = 0; i < 6; ++i) trial.refusedAndWait();
    CHECK(trial.refusedAndWait() == "60 s");
    CHECK(trial.refusedAndWait() == "60 s");
}

TEST_CASE("a hundred failures are no problem") {
    Trial trial;
    trial.connect();
    for (int i = 0; i < 99; ++i) trial.refusedAndWait();
    CHECK(trial.refusedAndWait() == "60 s");
}

TEST_CASE("a connection that was lost is made again") {
    Trial trial;
    trial.connect();
    trial.connector()->accept();
    trial.connector()->hangUp();
    CHECK(trial.wait() == "1 s");
    trial.connector()->accept();
    trial.connector()->breakDown();
    CHECK(trial.wait() == "1 s");
}

TEST_CASE("after a connection the waits begin anew") {
    Trial trial;
    trial.connect();
    for (int i = 0; i < 5; ++i) trial.refusedAndWait();
    trial.connector()->accept();
    trial.connector()->breakDown();
    CHECK(trial.wait() == "1 s");
    CHECK(trial.refusedAndWait() == "2 s");
}

TEST_CASE("while there is a connection, nothing is tried") {
    Trial trial;
    trial.connect();
    trial.refusedAndWait();
    trial.connector()->accept();
    step("an hour passes, and there should be no other attempt");
    trial.clock.advance(1h);
    CHECK(trial.connector()->attempts == 2);
    CHECK(trial.connector()->state() == State::connected);
}

TEST_CASE("stop ends a wait") {
    Trial trial;
    trial.connect();
    trial.connector()->refuse();
    trial.stop();
    trial.shouldHaveStopped();
}

TEST_CASE("stop ends an attempt") {
    Trial trial;
    trial.connect();
    trial.stop();
    CHECK_FALSE(trial.isConnecting());
    trial.shouldHaveStopped();
}

TEST_CASE("stop leaves a connection alone") {
    Trial trial;
    trial.connect();
    trial.connector()->accept();
    trial.stop();
    step("the connection should still be there");
    CHECK(trial.connector()->state() == State::connected);
}

TEST_CASE("a connection that is lost after stop stays lost") {
    Trial trial;
    trial.connect();
    trial.connector()->accept();
    trial.stop();
    trial.connector()->hangUp();
    trial.shouldHaveStopped();
}

TEST_CASE("stop may be called at any time, and twice") {
    Trial trial;
    trial.stop();

    Trial waiting;
    waiting.connect();
    waiting.connector()->refuse();
    waiting.stop();
    waiting.stop();
    waiting.shouldHaveStopped();

    Trial connected;
    connected.connect();
    connected.connector()->accept();
    connected.stop();
    connected.stop();
    connected.connector()->breakDown();
    connected.stop();
    connected.shouldHaveStopped();
}

TEST_CASE("a client that is over leaves nothing behind") {
    std::weak_ptr<BackOff> client;
    {
        Trial trial;
        client = trial.client;
        trial.connect();
        trial.refusedAndWait();
        trial.connector()->accept();
        trial.connector()->hangUp();
        trial.stop();
        step("I let go of the client");
    }
    CHECK(client.expired());
}
