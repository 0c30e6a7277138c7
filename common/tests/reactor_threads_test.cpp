// callFromThread, the one call that other threads may make; and reactors on
// several threads.
#include <doctest/doctest.h>

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <latch>
#include <thread>
#include <vector>

#include "support/loop.hpp"

using untwist::test::Loop;

TEST_SUITE("reactor: calls from threads") {
    TEST_CASE("a call from a thread wakes a reactor that sleeps [R8]") {
        Loop loop;
        std::thread::id ranOn;
        std::thread other;
        loop.reactor.callWhenRunning([&] {
            other = std::thread([&] {
                loop.reactor.callFromThread([&] {
                    ranOn = std::this_thread::get_id();
                    loop.reactor.stop();
                });
            });
        });
        loop.run();
        other.join();
        CHECK(ranOn == std::this_thread::get_id());
    }

    TEST_CASE("calls made before run() wait for it, in order [R8]") {
        std::vector<int> ran;
        Loop loop;
        std::thread([&] {
            for (int i = 0; i < 3; ++i) {
                loop.reactor.callFromThread([&ran, i] { ran.push_back(i); });
            }
            loop.reactor.callFromThread([&] { loop.reactor.stop(); });
        }).join();
        CHECK(ran.empty());
        loop.run();
        CHECK(ran == std::vector{0, 1, 2});
    }

    TEST_CASE("calls from many threads all run; each thread's in order [R8]") {
        constexpr int kThreads = 4;
        constexpr int kCalls = 250;
        std::vector<std::vector<int>> ran(kThreads);
        int total = 0;
        Loop loop;
        std::vector<std::jthread> threads;
        for (int thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&, thread] {
                for (int i = 0; i < kCalls; ++i) {
                    loop.reactor.callFromThread([&, thread, i] {
                        ran[thread].push_back(i);
                        if (++total == kThreads * kCalls) loop.reactor.stop();
                    });
                }
            });
        }
        loop.run();
        for (const auto& calls : ran) {
            CHECK(calls.size() == kCalls);
            CHECK(std::is_sorted(calls.begin(), calls.end()));
        }
    }

    TEST_CASE("a signal stops all reactors, each on its thread [R11]") {
        constexpr int kRounds = 25;
        for (int round = 0; round < kRounds; ++round) {
            constexpr int kReactors = 4;
            std::latch running(kReactors);
            std::vector<std::jthread> threads;
            for (int i = 0; i < kReactors; ++i) {
                threads.emplace_back([&] {
                    untwist::Reactor reactor;
                    reactor.callWhenRunning([&] { running.count_down(); });
                    reactor.run();
                });
            }
            running.wait();
            ::kill(::getpid(), SIGTERM);
        }  // joins them
    }
}
