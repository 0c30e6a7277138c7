// The reactor alone: what it calls, in which order, and when it leaves alone.
#include "poll_reactor.hpp"

#include <array>
#include <csignal>
#include <memory>
#include <string>

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <doctest/doctest.h>

using namespace std::chrono_literals;

namespace {

struct Pipe {
    Pipe() { REQUIRE(::pipe(ends.data()) == 0); }
    ~Pipe() {
        closeReading();
        closeWriting();
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;

    int reading() const { return ends[0]; }
    int writing() const { return ends[1]; }
    void put(const char byte = 'x') const {
        REQUIRE(::write(writing(), &byte, 1) == 1);
    }
    char take() const {
        char byte = 0;
        REQUIRE(::read(reading(), &byte, 1) == 1);
        return byte;
    }
    void closeReading() { ::close(std::exchange(ends[0], -1)); }
    void closeWriting() { ::close(std::exchange(ends[1], -1)); }

    std::array<int, 2> ends{};
};

// Ends a test that a mistake would keep waiting for ever.
void stopAfter(PollReactor& reactor, PollReactor::Clock::duration limit) {
    reactor.callLater(limit, [&reactor] {
        reactor.stop();
        FAIL_CHECK("nothing stopped the reactor");
    });
}

// Two turns: what the first one made ready is called by then.
void stopSoon(PollReactor& reactor) {
    reactor.callLater(0s, [&reactor] {
        reactor.callLater(0s, [&reactor] { reactor.stop(); });
    });
}

}  // namespace

TEST_CASE("bytes in a pipe call its reader, in each turn until they are read") {
    PollReactor reactor;
    const Pipe pipe;
    pipe.put('a');
    int calls = 0;
    reactor.addReader(pipe.reading(), [&] {
        if (++calls < 3) return;
        CHECK(pipe.take() == 'a');
        reactor.stop();
    });
    reactor.run();
    CHECK(calls == 3);
    CHECK(reactor.turns() == 3);
}

TEST_CASE("the end of a pipe calls its reader though there are no bytes") {
    PollReactor reactor;
    stopAfter(reactor, 10s);
    Pipe pipe;
    pipe.closeWriting();
    reactor.addReader(pipe.reading(), [&] {
        char byte = 0;
        CHECK(::read(pipe.reading(), &byte, 1) == 0);
        reactor.stop();
    });
    reactor.run();
}

TEST_CASE("a pipe that nobody reads any more calls its writer") {
    PollReactor reactor;
    stopAfter(reactor, 10s);
    Pipe pipe;
    pipe.closeReading();
    reactor.addWriter(pipe.writing(), [&] { reactor.stop(); });
    reactor.run();
    CHECK(reactor.turns() == 1);
}

TEST_CASE("a socket that is ready for both calls the reader, then the writer") {
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    REQUIRE(::write(ends[1], "x", 1) == 1);
    std::string order;
    PollReactor reactor;
    reactor.addReader(ends[0], [&] { order += "reader "; });
    reactor.addWriter(ends[0], [&] {
        order += "writer ";
        reactor.stop();
    });
    reactor.run();
    CHECK(order == "reader writer ");
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("to remove the reader leaves the writer, and the other way round") {
    PollReactor reactor;
    stopAfter(reactor, 10s);
    std::array<int, 2> ends{};
    REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
    REQUIRE(::write(ends[1], "x", 1) == 1);
    reactor.addReader(ends[0], [] { FAIL_CHECK("the reader was removed"); });
    reactor.addWriter(ends[0], [&] {
        reactor.addReader(ends[0], [&] { reactor.stop(); });
        reactor.removeWriter(ends[0]);
    });
    reactor.removeReader(ends[0]);
    reactor.run();
    CHECK(reactor.turns() == 2);
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST_CASE("a reader that another replaced is not called any more") {
    PollReactor reactor;
    const Pipe pipe;
    pipe.put();
    reactor.addReader(pipe.reading(), [] { FAIL_CHECK("the old one"); });
    reactor.addReader(pipe.reading(), [&] { reactor.stop(); });
    reactor.run();
}

TEST_CASE("a callback may remove itself and go on using what it captured") {
    PollReactor reactor;
    const Pipe pipe;
    pipe.put();
    const auto shared = std::make_shared<std::string>("still here");
    reactor.addReader(pipe.reading(), [&reactor, &pipe, word = shared] {
        reactor.removeReader(pipe.reading());
        CHECK(*word == "still here");
        reactor.stop();
    });
    reactor.run();
    CHECK(shared.use_count() == 1);
}

TEST_CASE("what a callback owns may call the reactor while it is destroyed") {
    struct Leaver {
        PollReactor& reactor;
        int fd;
        ~Leaver() {
            reactor.removeReader(fd);
            reactor.removeWriter(fd);
        }
    };
    PollReactor reactor;
    const Pipe pipe;
    pipe.put();
    reactor.addReader(pipe.reading(), [owned = std::make_shared<Leaver>(
                                           reactor, pipe.reading())] {});
    reactor.removeReader(pipe.reading());
    const auto id = reactor.callLater(
        1h, [owned = std::make_shared<Leaver>(reactor, pipe.reading())] {});
    CHECK(reactor.cancel(id));
}

TEST_CASE("a reader removed by an earlier one of the same turn is not called") {
    PollReactor reactor;
    const std::array<Pipe, 5> pipes;
    int calls = 0;
    for (const auto& pipe : pipes) {
        pipe.put();
        reactor.addReader(pipe.reading(), [&] {
            ++calls;
            for (const auto& other : pipes) {
                reactor.removeReader(other.reading());
            }
        });
    }
    stopSoon(reactor);
    reactor.run();
    CHECK(calls == 1);
}

TEST_CASE("a new descriptor is not taken for the old one of its number") {
    PollReactor reactor;
    const Pipe first;
    Pipe second;
    const Pipe quiet;
    first.put();
    second.put();
    const int number = second.reading();
    REQUIRE(first.reading() < number);

    reactor.addReader(number, [] { FAIL_CHECK("the old one was removed"); });
    reactor.addReader(first.reading(), [&] {
        reactor.removeReader(first.reading());
        reactor.removeReader(number);
        REQUIRE(::dup2(quiet.reading(), number) == number);
        reactor.addReader(number,
                          [] { FAIL_CHECK("the new one is not ready"); });
    });
    stopSoon(reactor);
    reactor.run();
}

TEST_CASE("what a callback adds is called as soon as it is ready") {
    PollReactor reactor;
    stopAfter(reactor, 10s);
    const Pipe first;
    const Pipe second;
    first.put();
    second.put();
    reactor.addReader(first.reading(), [&] {
        reactor.removeReader(first.reading());
        reactor.addReader(second.reading(), [&] { reactor.stop(); });
    });
    reactor.run();
    CHECK(reactor.turns() == 2);
}

TEST_CASE("timers run in order of time, equal ones in order of asking") {
    PollReactor reactor;
    std::string order;
    const auto now = PollReactor::Clock::now();
    const auto at = [&](auto delay, char name) {
        reactor.callAt(now + delay, [&order, name] { order += name; });
    };
    at(3ms, 'd');
    at(2ms, 'b');
    at(1ms, 'a');
    at(2ms, 'c');
    reactor.callAt(now + 4ms, [&] { reactor.stop(); });
    reactor.run();
    CHECK(order == "abcd");
}

TEST_CASE("waiting for a timer takes one turn, however short the wait") {
    for (const auto delay : {100us, 1500us, 5000us}) {
        PollReactor reactor;
        const auto due = PollReactor::Clock::now() + delay;
        reactor.callAt(due, [&] {
            CHECK(PollReactor::Clock::now() >= due);
            reactor.stop();
        });
        reactor.run();
        CHECK(reactor.turns() == 1);
    }
}

TEST_CASE("a cancelled timer does not run, and can be cancelled once") {
    PollReactor reactor;
    const auto id = reactor.callLater(0s, [] { FAIL_CHECK("cancelled"); });
    CHECK(reactor.cancel(id));
    CHECK_FALSE(reactor.cancel(id));
    stopSoon(reactor);
    reactor.run();
}

TEST_CASE("a timer may cancel another that is due in the same turn") {
    PollReactor reactor;
    PollReactor::TimerId second;
    reactor.callLater(0s, [&] { CHECK(reactor.cancel(second)); });
    second = reactor.callLater(0s, [] { FAIL_CHECK("cancelled"); });
    stopSoon(reactor);
    reactor.run();
}

TEST_CASE("a timer that runs can no longer be cancelled") {
    PollReactor reactor;
    PollReactor::TimerId self;
    self = reactor.callLater(0s, [&] {
        CHECK_FALSE(reactor.cancel(self));
        reactor.stop();
    });
    reactor.run();
}

TEST_CASE("timers that call for the next one leave descriptors their turn") {
    PollReactor reactor;
    const Pipe pipe;
    int timers = 0;
    std::function<void()> again = [&] {
        if (++timers == 1) pipe.put();
        REQUIRE(timers < 10);
        reactor.callAt(PollReactor::Clock::time_point::min(), again);
    };
    reactor.callLater(0s, again);
    reactor.addReader(pipe.reading(), [&] { reactor.stop(); });
    reactor.run();
    CHECK(timers == 2);
}

TEST_CASE("an idle reactor stands still until a signal writes to its pipe") {
    static const Pipe* noted = nullptr;
    const Pipe pipe;
    noted = &pipe;
    struct sigaction action {};
    struct sigaction old {};
    action.sa_handler = [](int) {
        static_cast<void>(!::write(noted->writing(), "x", 1));
    };
    ::sigaction(SIGALRM, &action, &old);
    itimerval once{};
    once.it_value.tv_usec = 1000;
    ::setitimer(ITIMER_REAL, &once, nullptr);

    PollReactor reactor;
    reactor.addReader(pipe.reading(), [&] { reactor.stop(); });
    reactor.run();
    CHECK(reactor.turns() == 1);
    ::sigaction(SIGALRM, &old, nullptr);
}

TEST_CASE("stop lets the turn finish, and run may be called again") {
    PollReactor reactor;
    int runs = 0;
    reactor.callLater(0s, [&] { reactor.stop(); });
    reactor.callLater(0s, [&] { ++runs; });
    reactor.run();
    CHECK(runs == 1);
    reactor.callLater(0s, [&] { reactor.stop(); });
    reactor.run();
}
