// Who may send when: pausing, producers, and output that has a bound.
#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using untwist::Bytes;
using untwist::Failure;
using untwist::IProducer;
using untwist::Transport;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::Server;
using untwist::test::Story;

namespace {

constexpr std::size_t kBound = 65536;       // what a transport likes to hold
constexpr std::size_t kTooMuch = 16 << 20;  // more than any kernel buffers

// A producer that writes down what it is asked.
class Producer : public IProducer {
  public:
    int paused = 0;
    int resumed = 0;
    int stopped = 0;
    std::function<void()> onResume, onStop;

    void pauseProducing() override { ++paused; }
    void resumeProducing() override {
        ++resumed;
        if (onResume) onResume();
    }
    void stopProducing() override {
        ++stopped;
        if (onStop) onStop();
    }
};

// One connection between a Probe and a Peer.
struct Pair {
    explicit Pair(untwist::test::Hooks hooks = {},
                  untwist::ListenOptions options = {})
        : server(loop, std::move(hooks), std::move(options)),
          peer(server.number()),
          probe(server.probe()) {}

    Transport& transport() { return probe.transport(); }
    std::shared_ptr<Producer> registered(bool streaming) {
        auto producer = std::make_shared<Producer>();
        transport().registerProducer(producer, streaming);
        return producer;
    }
    // The peer reads, until it has read that much in all.
    void read(std::size_t bytes) {
        loop.until([&] { return peer.received().size() >= bytes; });
    }

    Loop loop;
    Server server;
    Peer peer;
    Probe& probe;
};

void pauseAtOnce(Probe& probe) { probe.transport().pauseProducing(); }

}  // namespace

TEST_SUITE("flow control: pausing") {
    TEST_CASE("a transport paused in connectionMade delivers nothing [T12]") {
        Pair pair({.made = pauseAtOnce});
        pair.peer.send("wait for it");
        pair.loop.settle();
        CHECK(pair.probe.data.empty());
        pair.transport().resumeProducing();
        pair.loop.until([&] { return pair.probe.data == "wait for it"; });
    }

    TEST_CASE("a paused transport does not notice the peer's close [T12]") {
        Pair pair({.made = pauseAtOnce});
        pair.peer.send("before the end");
        pair.peer.close();
        pair.loop.settle();
        CHECK(pair.probe.closed == 0);
        pair.transport().resumeProducing();
        pair.loop.until([&] { return pair.probe.closed > 0; });
        CHECK(pair.probe.data == "before the end");
        CHECK(pair.probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("pausing in dataReceived holds back the rest [T12]") {
        int calls = 0;
        Pair pair({.data = [&](Probe& probe, Bytes) {
            ++calls;
            probe.transport().pauseProducing();
        }});
        const auto sent = pair.peer.send(std::string(300'000, 'x'));
        pair.loop.settle();
        CHECK(calls == 1);
        CHECK(pair.probe.data.size() < sent);
        pair.transport().resumeProducing();
        pair.loop.settle();
        CHECK(calls == 2);
    }

    TEST_CASE(
        "after pauseProducing() nothing arrives, not even in the same "
        "turn [T12]") {
        Pair pair;
        pair.loop.settle();
        pair.peer.send("in the kernel already");
        pair.transport().pauseProducing();
        pair.loop.settle();
        CHECK(pair.probe.data.empty());
    }

    TEST_CASE("pausing and resuming in one turn reads once, not twice [T12]") {
        int calls = 0;
        Pair pair({.data = [&](Probe& probe, Bytes) {
            ++calls;
            auto& transport = probe.transport();
            transport.pauseProducing();
            transport.resumeProducing();
            transport.resumeProducing();
            transport.pauseProducing();
        }});
        for (int i = 0; i < 3; ++i) {
            pair.transport().pauseProducing();
            pair.transport().resumeProducing();
        }
        pair.peer.send(std::string(300'000, 'x'));
        pair.loop.settle();
        CHECK(calls == 1);
    }

    TEST_CASE("pausing after every read loses and doubles nothing [T12]") {
        Pair pair({.data = [](Probe& probe, Bytes) { pauseAtOnce(probe); }});
        const auto sent = pair.peer.send(std::string(500'000, 'x'));
        pair.loop.until([&] {
            pair.transport().resumeProducing();
            return pair.probe.data.size() >= sent;
        });
        pair.loop.settle();
        CHECK(pair.probe.data.size() == sent);
    }

    TEST_CASE("writing goes on while reading is paused [T12]") {
        Pair pair({.made = pauseAtOnce});
        pair.transport().write("one way");
        pair.loop.until([&] { return pair.peer.received() == "one way"; });
    }

    TEST_CASE("resuming while the connection closes does not reopen it [T12]") {
        Pair pair({}, {.boundedOutput = false});
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.transport().loseConnection();
        pair.transport().resumeProducing();
        pair.peer.send("not wanted");
        pair.loop.settle();
        CHECK(pair.probe.data.empty());
    }

    TEST_CASE("resuming after the loss does nothing [T12]") {
        Pair pair;
        pair.peer.close();
        pair.loop.until([&] { return pair.probe.closed > 0; });
        pair.transport().pauseProducing();
        pair.transport().resumeProducing();
        pair.loop.settle();
        CHECK(pair.probe.closed == 1);
    }

    TEST_CASE("a paused transport can be closed and aborted [T12]") {
        Pair closed({.made = pauseAtOnce});
        closed.transport().loseConnection();
        closed.loop.until([&] { return closed.probe.closed > 0; });
        CHECK(closed.probe.lostBy<error::ConnectionDone>());

        Pair aborted({.made = pauseAtOnce});
        aborted.transport().abortConnection();
        aborted.loop.until([&] { return aborted.probe.closed > 0; });
        CHECK(aborted.probe.lostBy<error::ConnectionAborted>());
    }
}

TEST_SUITE("flow control: push producers") {
    TEST_CASE("a push producer is paused above 64 KiB, not at it [T15]") {
        Pair pair;
        const auto producer = pair.registered(true);
        pair.transport().write(std::string(kBound, 'x'));
        CHECK(producer->paused == 0);
        pair.transport().write("x");
        CHECK(producer->paused == 1);
    }

    TEST_CASE("it is paused again at each write while there is more [T15]") {
        Pair pair;
        const auto producer = pair.registered(true);
        pair.transport().write(std::string(kBound + 1, 'x'));
        pair.transport().write("x");
        pair.transport().write("x");
        CHECK(producer->paused == 3);
    }

    TEST_CASE("it is resumed when all has been sent, not before [T15]") {
        Pair pair;
        const auto producer = pair.registered(true);
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.loop.settle();
        CHECK(producer->resumed == 0);
        pair.read(kTooMuch / 4);
        CHECK(producer->resumed == 0);
        pair.read(kTooMuch);
        pair.loop.settle();
        CHECK(producer->resumed == 1);
    }

    TEST_CASE("one that was never paused is not resumed [T15]") {
        Pair pair;
        const auto producer = pair.registered(true);
        pair.transport().write("a little");
        pair.read(8);
        pair.loop.settle();
        CHECK(producer->paused == 0);
        CHECK(producer->resumed == 0);
    }

    TEST_CASE(
        "a producer that writes on resume fills the connection evenly "
        "[T15]") {
        Pair pair;
        const auto producer = pair.registered(true);
        int rounds = 0;
        producer->onResume = [&] {
            if (++rounds < 5) {
                pair.transport().write(std::string(kBound + 1, 'x'));
            }
        };
        pair.transport().write(std::string(kBound + 1, 'x'));
        pair.read(5 * (kBound + 1));
        pair.loop.until([&] { return rounds == 5; });
        CHECK(producer->paused == 5);
    }
}

TEST_SUITE("flow control: pull producers") {
    TEST_CASE(
        "a pull producer is asked at once, and each time all is sent "
        "[T15]") {
        Pair pair;
        const auto producer = std::make_shared<Producer>();
        producer->onResume = [&] {
            if (producer->resumed <= 3) pair.transport().write("piece ");
        };
        pair.transport().registerProducer(producer, false);
        CHECK(producer->resumed == 1);  // inside registerProducer
        pair.loop.until([&] { return producer->resumed == 4; });
        pair.read(18);
        CHECK(pair.peer.received() == "piece piece piece ");
        pair.loop.settle();
        CHECK(producer->resumed == 4);  // it wrote nothing: not asked again
    }

    TEST_CASE("a pull producer is never paused [T15]") {
        Pair pair;
        const auto producer = pair.registered(false);
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.transport().write("x");
        CHECK(producer->paused == 0);
    }
}

TEST_SUITE("flow control: registering") {
    TEST_CASE("a transport takes one producer at a time [T16]") {
        Pair pair;
        const auto producer = pair.registered(true);
        CHECK_THROWS_AS(pair.transport().registerProducer(
                            std::make_shared<Producer>(), true),
                        std::logic_error);
        pair.transport().unregisterProducer();
        CHECK_NOTHROW(pair.registered(true));
    }

    TEST_CASE("a producer that comes too late is told to stop [T16]") {
        Pair pair;
        pair.peer.close();
        pair.loop.until([&] { return pair.probe.closed > 0; });
        CHECK(pair.registered(true)->stopped == 1);
        CHECK(pair.registered(false)->stopped == 1);
    }

    TEST_CASE("when the connection is lost, the producer is told first [T16]") {
        Story story;
        const auto producer = std::make_shared<Producer>();
        producer->onStop = [&] { story.emplace_back("stopProducing"); };
        Pair pair({.lost = [&](Probe&, const Failure&) {
            story.emplace_back("connectionLost");
        }});
        pair.transport().registerProducer(producer, true);
        pair.peer.close();
        pair.loop.until([&] { return pair.probe.closed > 0; });
        CHECK(story == Story{"stopProducing", "connectionLost"});
        CHECK(producer.use_count() == 1);
    }

    TEST_CASE("loseConnection() waits for a pull producer to finish [T16]") {
        Pair pair;
        const auto producer = pair.registered(false);
        pair.transport().loseConnection();
        pair.loop.settle();
        CHECK(pair.probe.closed == 0);
        pair.transport().write("the last piece");
        pair.transport().unregisterProducer();
        pair.loop.until([&] { return pair.probe.closed > 0; });
        pair.loop.until([&] { return pair.peer.isClosed(); });
        CHECK(pair.peer.received() == "the last piece");
    }

    TEST_CASE("a producer that unregisters lets the close go on [T16]") {
        Pair pair;
        const auto producer = pair.registered(false);
        pair.transport().loseConnection();
        pair.loop.settle();
        CHECK(pair.probe.closed == 0);
        pair.transport().unregisterProducer();
        pair.loop.until([&] { return pair.probe.closed > 0; });
        CHECK(producer->stopped == 0);
        CHECK(pair.probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE(
        "loseConnection() waits for a push producer that is paused "
        "[T16]") {
        Pair pair;
        const auto producer = pair.registered(true);
        pair.transport().write(std::string(kBound + 1, 'x'));
        producer->onResume = [&] {
            pair.transport().write("and the rest");
            pair.transport().unregisterProducer();
        };
        pair.transport().loseConnection();
        pair.loop.until([&] { return pair.peer.isClosed(); });
        CHECK(pair.peer.received().size() == kBound + 1 + 12);
    }

    TEST_CASE("loseConnection() does not wait for one that is not [T16]") {
        Pair pair;
        const auto producer = pair.registered(true);
        pair.transport().loseConnection();
        pair.loop.until([&] { return pair.probe.closed > 0; });
        CHECK(producer->stopped == 1);
    }
}

TEST_SUITE("flow control: bounded output") {
    TEST_CASE("a connection with too much to send stops reading [T17]") {
        Pair pair;
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.peer.send("more");
        pair.loop.settle();
        CHECK(pair.probe.data.empty());
        pair.read(kTooMuch);
        pair.loop.until([&] { return pair.probe.data == "more"; });
    }

    TEST_CASE("an echo server holds little for a peer that never reads [T17]") {
        Pair pair({.data = [](Probe& probe, Bytes data) {
            probe.transport().write(data);
        }});
        const std::string piece(1 << 20, 'x');
        std::size_t sent = 0;
        int idle = 0;
        pair.loop.until([&] {
            const auto taken = pair.peer.send(piece);
            sent += taken;
            idle = taken > 0 ? 0 : idle + 1;
            return idle == 50;
        });
        CHECK(sent < 64 << 20);  // the kernel's buffers, ours among them
        pair.read(sent);         // and all of it comes back
        CHECK(pair.probe.data.size() == sent);
    }

    TEST_CASE("it can be switched off [T17]") {
        Pair pair({}, {.boundedOutput = false});
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.peer.send("more");
        pair.loop.until([&] { return pair.probe.data == "more"; });
    }

    TEST_CASE("resumeProducing() does not lift the bound [T17]") {
        Pair pair;
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.transport().pauseProducing();
        pair.transport().resumeProducing();
        pair.peer.send("more");
        pair.loop.settle();
        CHECK(pair.probe.data.empty());
    }

    TEST_CASE("an application's own pause outlasts the bound's [T17]") {
        Pair pair;
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.transport().pauseProducing();
        pair.peer.send("more");
        pair.read(kTooMuch);
        pair.loop.settle();
        CHECK(pair.probe.data.empty());
        pair.transport().resumeProducing();
        pair.loop.until([&] { return pair.probe.data == "more"; });
    }

    TEST_CASE("with a producer registered, reading goes on [T17]") {
        Pair pair;
        const auto producer = pair.registered(true);
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.peer.send("more");
        pair.loop.until([&] { return pair.probe.data == "more"; });
    }

    TEST_CASE("a peer that ends its half meanwhile loses nothing [T17]") {
        Pair pair({.data = [](Probe& probe, Bytes data) {
            probe.transport().write(data);
        }});
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.peer.send("my last words");
        pair.peer.closeWriting();
        pair.loop.settle();
        CHECK(pair.probe.closed == 0);
        pair.loop.until([&] { return pair.peer.isClosed(); });
        CHECK(pair.probe.data == "my last words");
        CHECK(pair.peer.received().size() == kTooMuch + 13);
        CHECK(pair.peer.received().ends_with("my last words"));
        CHECK(pair.probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("a peer that ends its half still gets what is queued [T17]") {
        Pair pair({}, {.boundedOutput = false});
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.peer.closeWriting();
        pair.loop.settle();
        CHECK(pair.probe.closed == 0);
        pair.loop.until([&] { return pair.peer.isClosed(); });
        CHECK(pair.peer.received().size() == kTooMuch);
        CHECK(pair.probe.lostBy<error::ConnectionDone>());
    }

    TEST_CASE("a peer that resets meanwhile is noticed when we write [T17]") {
        Pair pair;
        pair.transport().write(std::string(kTooMuch, 'x'));
        pair.loop.settle();
        pair.peer.reset();
        pair.loop.until([&] { return pair.probe.closed > 0; });
        CHECK(pair.probe.lostBy<error::ConnectionLost>());
    }
}
