// What run() does about SIGINT and SIGTERM.
#include <doctest/doctest.h>

#include <csignal>

#include "support/loop.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using std::chrono_literals::operator""s;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Server;

namespace {

using Handler = void (*)(int);

bool isInstalled(int signal, Handler handler) {
    struct sigaction now {};
    ::sigaction(signal, nullptr, &now);
    return now.sa_handler == handler;
}

// Sets a handler (doctest has some of its own), and puts back what was there.
class HandlerNow {
  public:
    HandlerNow(int signal, Handler handler) : signal_(signal) {
        struct sigaction action {};
        action.sa_handler = handler;
        ::sigaction(signal, &action, &before_);
    }
    ~HandlerNow() { ::sigaction(signal_, &before_, nullptr); }
    HandlerNow(const HandlerNow&) = delete;
    HandlerNow& operator=(const HandlerNow&) = delete;

  private:
    int signal_;
    struct sigaction before_ {};
};

volatile std::sig_atomic_t handled = 0;
void handle(int signal) { handled = signal; }

}  // namespace

TEST_SUITE("signals") {
    TEST_CASE("SIGTERM stops the reactor, and connections are lost [R11]") {
        const HandlerNow standard(SIGTERM, SIG_DFL);
        Loop loop;
        Server server(loop);
        const Peer peer(server.number());
        auto& probe = server.probe();
        loop.reactor.callWhenRunning([] { std::raise(SIGTERM); });
        loop.run();
        CHECK(probe.lostBy<error::ConnectionLost>());
    }

    TEST_CASE("SIGINT (Ctrl-C) stops the reactor [R11]") {
        const HandlerNow standard(SIGINT, SIG_DFL);
        bool stopped = false;
        Loop loop;
        loop.reactor.addSystemEventTrigger("during", "shutdown",
                                           [&] { stopped = true; });
        loop.reactor.callWhenRunning([] { std::raise(SIGINT); });
        loop.run();
        CHECK(stopped);
    }

    TEST_CASE("a program's own SIGINT handler stays in place [R11]") {
        const HandlerNow own(SIGINT, handle);
        handled = 0;
        bool wentOn = false;
        Loop loop;
        loop.reactor.callLater(0s, [&] {
            std::raise(SIGINT);
            loop.reactor.callLater(0s, [&] {
                wentOn = true;
                loop.reactor.stop();
            });
        });
        loop.run();
        CHECK(handled == SIGINT);
        CHECK(wentOn);
    }

    TEST_CASE("SIGTERM is taken even from a handler, and given back [R11]") {
        const HandlerNow own(SIGTERM, handle);
        handled = 0;
        Loop loop;
        loop.reactor.callWhenRunning([] { std::raise(SIGTERM); });
        loop.run();
        CHECK(handled == 0);
        CHECK(isInstalled(SIGTERM, handle));
    }

    TEST_CASE("a reactor that ends leaves the signals to the others [R11]") {
        const HandlerNow standard(SIGTERM, SIG_DFL);
        Loop outer;
        outer.reactor.callWhenRunning([&] {
            untwist::Reactor inner;
            inner.callWhenRunning([&] { inner.stop(); });
            inner.run();
            CHECK_FALSE(isInstalled(SIGTERM, SIG_DFL));
            std::raise(SIGTERM);
        });
        outer.run();
        CHECK(isInstalled(SIGTERM, SIG_DFL));
    }

    TEST_CASE("run() puts back the handlers it found [R11]") {
        const HandlerNow interrupt(SIGINT, SIG_DFL);
        const HandlerNow terminate(SIGTERM, SIG_IGN);
        Loop loop;
        loop.reactor.callWhenRunning([&] {
            CHECK_FALSE(isInstalled(SIGINT, SIG_DFL));
            CHECK_FALSE(isInstalled(SIGTERM, SIG_IGN));
            loop.reactor.stop();
        });
        loop.run();
        CHECK(isInstalled(SIGINT, SIG_DFL));
        CHECK(isInstalled(SIGTERM, SIG_IGN));
    }

    TEST_CASE(
        "a second signal does not wait for what the first one waits "
        "for [R11]") {
        const HandlerNow standard(SIGTERM, SIG_DFL);
        const untwist::Deferred<void> never;
        Loop loop;
        loop.reactor.addSystemEventTrigger("before", "shutdown", [&] {
            std::raise(SIGTERM);
            return never;
        });
        loop.reactor.callWhenRunning([] { std::raise(SIGTERM); });
        CHECK_NOTHROW(loop.run());
        CHECK_FALSE(loop.reactor.running());
    }
}
