// Checks <heartbeat.hpp>: yours, the solution, or a wrong answer.
#include <heartbeat.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "untwist/testing/clock.hpp"
#include "untwist/testing/story.hpp"

using namespace std::chrono_literals;
using untwist::Duration;
using untwist::testing::Clock;
using untwist::testing::step;

namespace {

std::string inSeconds(Duration time) {
    const auto tenths = time / 100ms;
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

// A Heartbeat with an interval of 10 s, and the other side, which answers each
// ping inside it unless it is silent.
class Patient {
  public:
    Patient() {
        heart = std::make_unique<Heartbeat>(clock, 10s, [this] {
            pings_ += (pings_.empty() ? "" : " ") + inSeconds(clock.seconds());
            if (onPing) onPing();
            if (!silent) heart->answered();
        });
    }

    void start() {
        step("I call start at " + inSeconds(clock.seconds()) + " s");
        heart->start();
    }

    void stop() {
        step("I call stop at " + inSeconds(clock.seconds()) + " s");
        heart->stop();
    }

    void answer() {
        step("the other side answers at " + inSeconds(clock.seconds()) + " s");
        heart->answered();
    }

    void fallSilent() {
        step("from now on the other side does not answer in time");
        silent = true;
    }

    // Time passes evenly, and the reactor is never busy.
    void until(Duration time) {
        step("time passes, until " + inSeconds(time) + " s");
        while (clock.seconds() < time) clock.advance(100ms);
    }

    // What is due meanwhile runs at the end.
    void busyUntil(Duration time) {
        step("the reactor is busy with something else until " +
             inSeconds(time) + " s");
        clock.advance(time - clock.seconds());
    }

    // When pings were sent, in seconds, since it was asked last.
    std::string pings() {
        return pings_.empty() ? "never" : std::exchange(pings_, "");
    }

    Clock clock;
    bool silent = false;
    std::function<void()> onPing;
    std::unique_ptr<Heartbeat> heart;

  private:
    std::string pings_;
};

}  // namespace

TEST_CASE("the first ping is sent at once") {
    Patient patient;
    patient.start();
    CHECK(patient.pings() == "0.0");
}

TEST_CASE("a ping is sent at each interval") {
    Patient patient;
    patient.start();
    patient.until(35s);
    CHECK(patient.pings() == "0.0 10.0 20.0 30.0");
}

TEST_CASE("a late ping does not move the ones after it") {
    Patient patient;
    patient.start();
    patient.until(9s);
    patient.busyUntil(13s);
    patient.until(35s);
    CHECK(patient.pings() == "0.0 13.0 20.0 30.0");
}

TEST_CASE("pings that were missed are not made up for") {
    Patient patient;
    patient.start();
    patient.until(5s);
    patient.busyUntil(47s);
    patient.until(65s);
    CHECK(patient.pings() == "0.0 47.0 50.0 60.0");
}

TEST_CASE("while a ping has no answer, no other is sent") {
    Patient patient;
    patient.fallSilent();
    patient.start();
    patient.until(45s);
    CHECK(patient.pings() == "0.0");
    patient.answer();
    patient.until(65s);
    CHECK(patient.pings() == "50.0");
}

TEST_CASE("a slow answer does not move the pings after it") {
    Patient patient;
    patient.fallSilent();
    patient.start();
    patient.until(4s);
    patient.answer();
    patient.until(17s);
    patient.answer();
    patient.until(25s);
    CHECK(patient.pings() == "0.0 10.0 20.0");
}

TEST_CASE("after stop there are no pings, and nothing is left to call") {
    Patient patient;
    patient.start();
    patient.until(15s);
    patient.stop();
    patient.until(45s);
    CHECK(patient.pings() == "0.0 10.0");
    CHECK(patient.clock.getDelayedCalls().empty());
}

TEST_CASE("stop may be called in ping") {
    Patient patient;
    patient.onPing = [&patient] {
        if (patient.clock.seconds() == 20s) patient.stop();
    };
    patient.start();
    patient.until(45s);
    CHECK(patient.pings() == "0.0 10.0 20.0");
}

TEST_CASE("stop may be called before start, and twice") {
    Patient patient;
    patient.stop();
    patient.start();
    patient.until(15s);
    patient.stop();
    patient.stop();
    patient.until(25s);
    CHECK(patient.pings() == "0.0 10.0");
}

TEST_CASE("a new start has a grid of its own, and only that") {
    Patient patient;
    patient.start();
    patient.until(12s);
    patient.stop();
    patient.until(14s);
    CHECK(patient.pings() == "0.0 10.0");
    patient.start();
    patient.until(40s);
    CHECK(patient.pings() == "14.0 24.0 34.0");
}

TEST_CASE("a new start does not wait for an old answer") {
    Patient patient;
    patient.fallSilent();
    patient.start();
    patient.until(12s);
    patient.stop();
    patient.start();
    CHECK(patient.pings() == "0.0 12.0");
}

TEST_CASE("a heartbeat that is gone pings no more") {
    Patient patient;
    patient.start();
    patient.until(15s);
    step("I destroy the Heartbeat");
    patient.heart.reset();
    patient.until(45s);
    CHECK(patient.pings() == "0.0 10.0");
    CHECK(patient.clock.getDelayedCalls().empty());
}
