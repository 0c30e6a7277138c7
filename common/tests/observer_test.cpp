#include "untwist/observer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "support/log_capture.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"

using std::chrono_literals::operator""s;
using std::chrono_literals::operator""h;
using std::chrono_literals::operator""ms;
using untwist::Duration;
using untwist::ReactorEvent;
using untwist::ReactorObserver;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::Server;

namespace {

// An event, kept for longer than its views live.
struct Seen {
    explicit Seen(const ReactorEvent& event)
        : what(event.what),
          who(event.who),
          name(event.name()),
          connection(event.connection),
          ready(event.ready),
          began(event.began),
          ended(event.ended) {}

    std::string what, who, name;
    std::uint64_t connection;
    Duration ready, began, ended;
};

class Recorder : public ReactorObserver {
  public:
    std::vector<Seen> began;
    std::vector<Seen> ended;

    void eventBegan(const ReactorEvent& event) override {
        began.emplace_back(event);
    }
    void eventEnded(const ReactorEvent& event) override {
        ended.emplace_back(event);
    }

    // The events of that kind, in order.
    std::vector<Seen> all(const std::string& what) const {
        std::vector<Seen> found;
        std::ranges::copy_if(ended, std::back_inserter(found),
                             [&](const Seen& e) { return e.what == what; });
        return found;
    }
};

struct Observed {
    Observed() { loop.reactor.setObserver(recorder); }

    std::shared_ptr<Recorder> recorder = std::make_shared<Recorder>();
    Loop loop;
};

void spin(const Loop& loop, Duration length) {
    const auto end = loop.reactor.seconds() + length;
    while (loop.reactor.seconds() < end) {
    }
}

}  // namespace

TEST_SUITE("observer") {
    TEST_CASE("a connection's calls are seen in order, by name and number") {
        Observed seen;
        Server server(seen.loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.send("x");
        seen.loop.until([&] { return !probe.data.empty(); });
        peer.close();
        seen.loop.until([&] { return probe.closed > 0; });

        std::vector<std::string> names;
        for (const auto& event : seen.recorder->ended) {
            if (event.connection != 0) names.push_back(event.name);
        }
        CHECK(names == std::vector<std::string>{"connectionMade of Probe",
                                                "dataReceived of Probe",
                                                "connectionLost of Probe"});
    }

    TEST_CASE("each connection has a number of its own") {
        Observed seen;
        Server server(seen.loop);
        const Peer one(server.number());
        const Peer two(server.number());
        seen.loop.until([&] { return server.connections() == 2; });
        seen.loop.settle();
        const auto made = seen.recorder->all("connectionMade");
        REQUIRE(made.size() == 2);
        CHECK(made[0].connection != 0);
        CHECK(made[0].connection != made[1].connection);
    }

    TEST_CASE("an event was ready, then began, then ended") {
        Observed seen;
        Server server(seen.loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.send("x");
        seen.loop.until([&] { return !probe.data.empty(); });
        REQUIRE_FALSE(seen.recorder->ended.empty());
        for (const auto& event : seen.recorder->ended) {
            CAPTURE(event.name);
            CHECK(event.ready <= event.began);
            CHECK(event.began <= event.ended);
        }
        for (const auto& event : seen.recorder->began) {
            CHECK(event.ended == 0s);
        }
    }

    TEST_CASE("a timer was ready at its time, however late it runs") {
        Observed seen;
        auto& reactor = seen.loop.reactor;
        reactor.callLater(0s, [&] { spin(seen.loop, 2ms); });
        const auto late = reactor.callLater(0s, [] {});
        const auto due = late.getTime();
        seen.loop.settle();
        const auto calls = seen.recorder->all("callLater");
        REQUIRE(calls.size() >= 2);
        CHECK(std::ranges::any_of(calls, [&](const Seen& call) {
            return call.ready == due && call.began - due >= 2ms;
        }));
    }

    TEST_CASE("a call from a thread is an event") {
        Observed seen;
        seen.loop.reactor.callFromThread([] {});
        seen.loop.settle();
        CHECK(seen.recorder->all("callFromThread").size() == 1);
    }

    TEST_CASE("an event that throws is seen to end") {
        const LogCapture logged;
        Observed seen;
        seen.loop.reactor.callFromThread([] { throw 1; });
        seen.loop.settle();
        CHECK(seen.recorder->all("callFromThread").size() == 1);
        CHECK(logged.count("callFromThread") == 1);
    }

    TEST_CASE("events nest: what began last ends first") {
        Observed seen;
        Server server(seen.loop);
        const Peer peer(server.number());
        server.probe();
        seen.loop.settle();
        // The last settle() ends inside a timer: that one has not ended yet.
        CHECK(seen.recorder->began.size() >= seen.recorder->ended.size());
        CHECK(seen.recorder->began.size() - seen.recorder->ended.size() <= 1);
    }

    TEST_CASE("no observer, no events") {
        Observed seen;
        seen.loop.reactor.setObserver(nullptr);
        seen.loop.settle();
        CHECK(seen.recorder->began.empty());
    }

    TEST_CASE("an event without a class is known by what it is") {
        const ReactorEvent timer{"callLater", "", 0, {}, {}, {}};
        CHECK(timer.name() == "callLater");
        const ReactorEvent data{"dataReceived", "Echo", 1, {}, {}, {}};
        CHECK(data.name() == "dataReceived of Echo");
    }
}

TEST_SUITE("observer: slow callbacks") {
    TEST_CASE("a callback that holds the reactor too long is named") {
        LogCapture logged;
        Loop loop;
        loop.reactor.setObserver(untwist::warnOfSlowCallbacks(1ms));
        Server server(
            loop, {.data = [&](Probe&, untwist::Bytes) { spin(loop, 3ms); }});
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.send("x");
        loop.until([&] { return !probe.data.empty(); });
        CHECK(logged.has("dataReceived of Probe held the reactor for "));
    }

    TEST_CASE("the warning reads as a sentence, with the time it took") {
        LogCapture logged;
        const auto warn = untwist::warnOfSlowCallbacks(1s);
        const ReactorEvent slow{"dataReceived", "Echo", 1, 0s, 5s, 7s};
        warn->eventBegan(slow);
        warn->eventEnded(slow);
        REQUIRE(logged.messages.size() == 1);
        CHECK(logged.messages[0] ==
              "dataReceived of Echo held the reactor for 2.0 s");
    }

    TEST_CASE("one that is quick enough is not") {
        LogCapture logged;
        const auto warn = untwist::warnOfSlowCallbacks(1s);
        warn->eventEnded({"dataReceived", "Echo", 1, 0s, 5s, 5500ms});
        CHECK(logged.messages.empty());
    }

    TEST_CASE("the next observer sees every event") {
        const LogCapture logged;
        const auto next = std::make_shared<Recorder>();
        const auto warn = untwist::warnOfSlowCallbacks(1h, next);
        warn->eventBegan({"callLater", "", 0, 0s, 0s, 0s});
        warn->eventEnded({"callLater", "", 0, 0s, 0s, 1s});
        CHECK(next->began.size() == 1);
        CHECK(next->ended.size() == 1);
    }
}
