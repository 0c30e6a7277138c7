#include "untwist/reactor.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <stdexcept>
#include <string>

#include "support/log_capture.hpp"
#include "support/peer.hpp"
#include "support/probe.hpp"
#include "untwist/error.hpp"

namespace error = untwist::error;
using std::chrono_literals::operator""s;
using untwist::Deferred;
using untwist::Failure;
using untwist::Reactor;
using untwist::test::LogCapture;
using untwist::test::Loop;
using untwist::test::Peer;
using untwist::test::Probe;
using untwist::test::Server;
using untwist::test::Story;

TEST_SUITE("reactor: run and stop") {
    TEST_CASE("stop() before run() says the reactor is not running [R1]") {
        Reactor reactor;
        CHECK_THROWS_AS(reactor.stop(), error::ReactorNotRunning);
    }

    TEST_CASE("a second stop() says the reactor is not running [R1]") {
        Loop loop;
        loop.reactor.callWhenRunning([&] {
            loop.reactor.stop();
            CHECK_THROWS_AS(loop.reactor.stop(), error::ReactorNotRunning);
        });
        loop.run();
        CHECK_THROWS_AS(loop.reactor.stop(), error::ReactorNotRunning);
    }

    TEST_CASE("run() inside run() says the reactor is already running [R1]") {
        Loop loop;
        loop.reactor.callWhenRunning([&] {
            CHECK_THROWS_AS(loop.reactor.run(), error::ReactorAlreadyRunning);
            loop.reactor.stop();
        });
        loop.run();
    }

    TEST_CASE("after stop(), a reactor cannot run again [R1]") {
        Loop loop;
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK_THROWS_AS(loop.reactor.run(), error::ReactorNotRestartable);
    }

    TEST_CASE("after crash(), a reactor can run again [R1]") {
        int runs = 0;
        Loop loop;
        for (int i = 0; i < 2; ++i) {
            loop.reactor.callWhenRunning([&] {
                ++runs;
                loop.reactor.crash();
            });
            loop.run();
        }
        CHECK(runs == 2);
    }

    TEST_CASE("running() is true between the startup and the shutdown [R2]") {
        Story story;
        Loop loop;
        auto& reactor = loop.reactor;
        for (const std::string event : {"startup", "shutdown"}) {
            for (const std::string phase : {"before", "during", "after"}) {
                reactor.addSystemEventTrigger(phase, event, [&, phase, event] {
                    const auto* is = reactor.running() ? "running" : "not";
                    story.push_back(phase + " " + event + ": " + is);
                });
            }
        }
        reactor.callWhenRunning([&] {
            reactor.stop();
            story.emplace_back(reactor.running() ? "after stop(): running"
                                                 : "after stop(): not");
        });
        CHECK_FALSE(reactor.running());
        loop.run();
        CHECK(story == Story{"before startup: not", "during startup: running",
                             "after startup: running", "after stop(): running",
                             "before shutdown: running", "during shutdown: not",
                             "after shutdown: not"});
    }

    TEST_CASE("stop() lets the turn finish, then shuts down in phases [R3]") {
        Story story;
        Loop loop;
        auto& reactor = loop.reactor;
        const auto tell = [&story](const char* what) {
            return [&story, what] { story.emplace_back(what); };
        };
        reactor.addSystemEventTrigger("after", "shutdown", tell("after"));
        reactor.addSystemEventTrigger("during", "shutdown", tell("during"));
        reactor.addSystemEventTrigger("before", "shutdown", tell("before"));
        reactor.callFromThread(tell("thread's call"));
        reactor.callLater(0s, tell("timer"));
        reactor.callWhenRunning([&] {
            reactor.stop();
            story.emplace_back("stop() returned");
        });
        reactor.callWhenRunning(tell("startup hook"));
        loop.run();
        story.emplace_back("run() returned");
        CHECK(story == Story{"stop() returned", "startup hook", "thread's call",
                             "timer", "before", "during", "after",
                             "run() returned"});
    }

    TEST_CASE("crash() leaves run() without any trigger [R9]") {
        bool fired = false;
        Loop loop;
        loop.reactor.addSystemEventTrigger("during", "shutdown",
                                           [&] { fired = true; });
        loop.reactor.callWhenRunning([&] { loop.reactor.crash(); });
        loop.run();
        CHECK_FALSE(fired);
        CHECK_FALSE(loop.reactor.running());
    }

    TEST_CASE("timers that crash() left behind run in the next run() [R9]") {
        bool ran = false;
        Loop loop;
        loop.reactor.callWhenRunning([&] { loop.reactor.crash(); });
        loop.run();
        loop.reactor.callLater(0s, [&] {
            ran = true;
            loop.reactor.stop();
        });
        CHECK_FALSE(ran);
        loop.run();
        CHECK(ran);
    }
}

TEST_SUITE("reactor: triggers") {
    TEST_CASE("shutdown waits for what a 'before' trigger waits for [R4]") {
        Story story;
        Deferred<void> saved;
        Loop loop;
        auto& reactor = loop.reactor;
        reactor.addSystemEventTrigger("before", "shutdown", [&] {
            reactor.callLater(0s, [&] {
                story.emplace_back("the loop goes on");
                saved.callback();
            });
            return saved;
        });
        reactor.addSystemEventTrigger("during", "shutdown",
                                      [&] { story.emplace_back("during"); });
        reactor.callWhenRunning([&] { reactor.stop(); });
        loop.run();
        CHECK(story == Story{"the loop goes on", "during"});
    }

    TEST_CASE("all 'before' triggers start, then all are awaited [R4]") {
        Story story;
        Deferred<void> first;
        Deferred<void> second;
        Loop loop;
        auto& reactor = loop.reactor;
        const auto trigger = [&](const char* name, Deferred<void>& wait) {
            return [&story, name, &wait] {
                story.emplace_back(name);
                return wait;
            };
        };
        reactor.addSystemEventTrigger("before", "shutdown",
                                      trigger("first", first));
        reactor.addSystemEventTrigger("before", "shutdown",
                                      trigger("second", second));
        reactor.addSystemEventTrigger("during", "shutdown",
                                      [&] { story.emplace_back("during"); });
        reactor.callLater(0s, [&] {
            reactor.stop();
            reactor.callLater(0s, [&] {
                second.callback();
                story.emplace_back("second is done");
                reactor.callLater(0s, [&] { first.callback(); });
            });
        });
        loop.run();
        CHECK(story == Story{"first", "second", "second is done", "during"});
    }

    TEST_CASE("a 'before' trigger that fails does not hold shutdown up [R4]") {
        bool during = false;
        LogCapture logged;
        Loop loop;
        auto& reactor = loop.reactor;
        reactor.addSystemEventTrigger("before", "shutdown", [] {
            return untwist::fail(Failure(std::runtime_error("disk full")));
        });
        reactor.addSystemEventTrigger("during", "shutdown",
                                      [&] { during = true; });
        reactor.callWhenRunning([&] { reactor.stop(); });
        loop.run();
        CHECK(during);
        CHECK(logged.has("disk full"));
    }

    TEST_CASE("connections are lost before your 'during' trigger runs [R5]") {
        Story story;
        Loop loop;
        Server server(loop, {.lost = [&](Probe&, const Failure&) {
                          story.emplace_back("connectionLost");
                      }});
        const Peer peer(server.number());
        server.probe();
        loop.reactor.addSystemEventTrigger("during", "shutdown", [&] {
            story.emplace_back("during shutdown");
        });
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(story == Story{"connectionLost", "during shutdown"});
    }

    TEST_CASE("a trigger that throws is logged and stops no other [R6]") {
        int ran = 0;
        LogCapture logged;
        Loop loop;
        auto& reactor = loop.reactor;
        for (const std::string event : {"startup", "shutdown"}) {
            for (const std::string phase : {"before", "during", "after"}) {
                reactor.addSystemEventTrigger(phase, event, [phase, event] {
                    throw std::runtime_error("in " + phase + " " + event);
                });
                reactor.addSystemEventTrigger(phase, event, [&] { ++ran; });
            }
        }
        reactor.callWhenRunning([&] { reactor.stop(); });
        loop.run();
        CHECK(ran == 6);
        CHECK(logged.messages.size() == 6);
        CHECK(logged.has("in before shutdown"));
    }

    TEST_CASE("a phase that does not exist is refused [R12]") {
        Reactor reactor;
        CHECK_THROWS_AS(
            reactor.addSystemEventTrigger("meanwhile", "shutdown", [] {}),
            std::invalid_argument);
    }

    TEST_CASE("a trigger is removed once; then it is unknown [R12]") {
        bool fired = false;
        Reactor reactor;
        const auto id = reactor.addSystemEventTrigger("before", "tea",
                                                      [&] { fired = true; });
        reactor.removeSystemEventTrigger(id);
        CHECK_THROWS_AS(reactor.removeSystemEventTrigger(id),
                        std::invalid_argument);
        reactor.fireSystemEvent("tea");
        CHECK_FALSE(fired);
    }

    TEST_CASE("a trigger that has run cannot be removed [R12]") {
        Reactor reactor;
        const auto id = reactor.addSystemEventTrigger("during", "tea", [] {});
        reactor.fireSystemEvent("tea");
        CHECK_THROWS_AS(reactor.removeSystemEventTrigger(id),
                        std::invalid_argument);
    }

    TEST_CASE("an event of your own goes through its phases too") {
        Story story;
        Reactor reactor;
        for (const auto* phase : {"after", "before", "during"}) {
            reactor.addSystemEventTrigger(
                phase, "tea", [&story, phase] { story.emplace_back(phase); });
        }
        reactor.fireSystemEvent("tea");
        CHECK(story == Story{"before", "during", "after"});
    }
}

TEST_SUITE("reactor: the turns of the loop") {
    TEST_CASE("an exception in a timer is logged; the rest goes on [R6]") {
        LogCapture logged;
        Loop loop;
        auto& reactor = loop.reactor;
        reactor.callLater(0s, [] { throw std::runtime_error("from a timer"); });
        reactor.callLater(0s, [] { throw 42; });  // anything can be thrown
        reactor.callLater(0s, [&] { reactor.stop(); });
        CHECK_NOTHROW(loop.run());
        CHECK(logged.count("from a timer") == 1);
        CHECK(logged.count("int") == 1);
    }

    TEST_CASE("an exception in a thread's call is logged, no more [R6]") {
        LogCapture logged;
        Loop loop;
        auto& reactor = loop.reactor;
        reactor.callFromThread([] { throw std::runtime_error("thread's"); });
        reactor.callFromThread([&] { reactor.stop(); });
        CHECK_NOTHROW(loop.run());
        CHECK(logged.count("thread's") == 1);
    }

    TEST_CASE("an exception in a startup call is logged, no more [R6]") {
        LogCapture logged;
        Loop loop;
        auto& reactor = loop.reactor;
        reactor.callWhenRunning([] { throw std::runtime_error("at start"); });
        reactor.callWhenRunning([&] { reactor.stop(); });
        CHECK_NOTHROW(loop.run());
        CHECK(logged.count("at start") == 1);
    }

    TEST_CASE("callWhenRunning() keeps the order, and waits for run() [R7]") {
        Story story;
        Loop loop;
        loop.reactor.callWhenRunning([&] { story.emplace_back("first"); });
        loop.reactor.callWhenRunning([&] { story.emplace_back("second"); });
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        CHECK(story.empty());
        loop.run();
        CHECK(story == Story{"first", "second"});
    }

    TEST_CASE("callWhenRunning() in a running reactor calls at once [R7]") {
        bool atOnce = false;
        Loop loop;
        loop.reactor.callLater(0s, [&] {
            loop.reactor.callWhenRunning([&] { atOnce = true; });
            CHECK(atOnce);
            CHECK_THROWS_AS(loop.reactor.callWhenRunning(
                                [] { throw std::runtime_error("to you"); }),
                            std::runtime_error);
            loop.reactor.stop();
        });
        loop.run();
        CHECK(atOnce);
    }

    TEST_CASE("a turn: calls from threads, due timers, then input [R8]") {
        Story story;
        Loop loop;
        auto& reactor = loop.reactor;
        Server server(loop, {.data = [&](Probe&, untwist::Bytes) {
                          story.emplace_back("input");
                          reactor.stop();
                      }});
        Peer peer(server.number());
        server.probe();
        peer.send("x");
        reactor.callLater(0s, [&] { story.emplace_back("timer"); });
        reactor.callFromThread([&] { story.emplace_back("thread's call"); });
        loop.run();
        CHECK(story == Story{"thread's call", "timer", "input"});
    }

    TEST_CASE("stop() ends the turn before its input [R8]") {
        Loop loop;
        Server server(loop);
        Peer peer(server.number());
        auto& probe = server.probe();
        peer.send("too late");
        loop.reactor.callLater(0s, [&] { loop.reactor.stop(); });
        loop.run();
        CHECK(probe.data.empty());
        CHECK(probe.closed == 1);
    }

    TEST_CASE("a thread's call made inside one waits for the next turn [R8]") {
        Story story;
        Loop loop;
        auto& reactor = loop.reactor;
        reactor.callFromThread([&] {
            story.emplace_back("outer");
            reactor.callFromThread([&] {
                story.emplace_back("inner");
                reactor.stop();
            });
        });
        reactor.callLater(0s, [&] { story.emplace_back("timer"); });
        loop.run();
        CHECK(story == Story{"outer", "timer", "inner"});
    }

    TEST_CASE("seconds() never goes back") {
        const Reactor reactor;
        auto before = reactor.seconds();
        for (int i = 0; i < 100; ++i) {
            const auto now = reactor.seconds();
            CHECK(now >= before);
            before = now;
        }
    }

    TEST_CASE("two reactors in one program know nothing of each other") {
        Story story;
        Loop one;
        Loop two;
        one.reactor.callLater(0s, [&] {
            two.reactor.callLater(0s, [&] {
                story.emplace_back("inner loop");
                two.reactor.stop();
            });
            two.run();
            story.emplace_back("outer loop");
            one.reactor.stop();
        });
        one.run();
        CHECK(story == Story{"inner loop", "outer loop"});
    }
}

TEST_SUITE("reactor: connections when it stops") {
    TEST_CASE("each connection is lost when the reactor stops [R10]") {
        Loop loop;
        Server server(loop);
        const Peer first(server.number());
        const Peer second(server.number());
        loop.until([&] { return server.connections() == 2; });
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        for (const auto& probe : server.factory->built) {
            CHECK(probe->closed == 1);
            CHECK(probe->lostBy<error::ConnectionLost>());
        }
    }

    TEST_CASE("a protocol that throws then does not spare the others [R10]") {
        LogCapture logged;
        Loop loop;
        Server server(loop, {.lost = [](Probe&, const Failure&) {
                          throw std::runtime_error("not now");
                      }});
        const Peer first(server.number());
        const Peer second(server.number());
        const Peer third(server.number());
        loop.until([&] { return server.connections() == 3; });
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        for (const auto& probe : server.factory->built) {
            CHECK(probe->closed == 1);
        }
        CHECK(logged.count("not now") == 3);
    }

    TEST_CASE("a paused connection is told of the end as well [R10]") {
        Loop loop;
        Server server(loop, {.made = [](Probe& probe) {
                          probe.transport().pauseProducing();
                      }});
        const Peer peer(server.number());
        auto& probe = server.probe();
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<error::ConnectionLost>());
    }

    TEST_CASE("stop() does not wait for output, even while closing [R10]") {
        Loop loop;
        Server server(loop, {.made = [](Probe& probe) {
                          probe.transport().write(std::string(16 << 20, 'x'));
                          probe.transport().loseConnection();
                      }});
        const Peer peer(server.number());  // never reads
        auto& probe = server.probe();
        loop.settle();
        CHECK(probe.closed == 0);
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(probe.closed == 1);
        CHECK(probe.lostBy<error::ConnectionLost>());
    }

    TEST_CASE("a reactor that goes away loses its connections too") {
        std::shared_ptr<Probe> probe;
        {
            Loop loop;
            Server server(loop);
            const Peer peer(server.number());
            server.probe();
            probe = server.factory->built.back();
        }
        CHECK(probe->closed == 1);
    }

    TEST_CASE("a port that listens does not keep a stopped reactor running") {
        Loop loop;
        const Server server(loop);
        loop.reactor.callWhenRunning([&] { loop.reactor.stop(); });
        loop.run();
        CHECK(server.factory->stopped == 1);
    }
}
