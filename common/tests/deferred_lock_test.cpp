#include "untwist/deferred_lock.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "support/log_capture.hpp"

namespace error = untwist::error;
using untwist::Deferred;
using untwist::DeferredLock;
using untwist::DeferredQueue;
using untwist::DeferredSemaphore;
using untwist::Failure;
using untwist::test::LogCapture;

namespace {
using Story = std::vector<std::string>;
}

TEST_SUITE("deferred lock") {
    TEST_CASE("a free lock is had at once, a held one in turn [Q14]") {
        Story story;
        DeferredLock lock;
        CHECK_FALSE(lock.locked());
        lock.acquire().addCallback([&] { story.emplace_back("first"); });
        lock.acquire().addCallback([&] { story.emplace_back("second"); });
        lock.acquire().addCallback([&] { story.emplace_back("third"); });
        CHECK(lock.locked());
        CHECK(story == Story{"first"});
        lock.release();
        CHECK(story == Story{"first", "second"});
        lock.release();
        CHECK(story == Story{"first", "second", "third"});
        CHECK(lock.locked());
        lock.release();
        CHECK_FALSE(lock.locked());
    }

    TEST_CASE("who gives up waiting leaves the line [Q14]") {
        Story story;
        DeferredLock lock;
        lock.acquire();
        const auto second = lock.acquire();
        second.addErrback([&](const Failure& reason) {
            reason.trap<error::CancelledError>();
            story.emplace_back("second gave up");
        });
        lock.acquire().addCallback([&] { story.emplace_back("third"); });
        second.cancel();
        lock.release();
        CHECK(story == Story{"second gave up", "third"});
    }

    TEST_CASE("cancel after the lock was had changes nothing [Q14]") {
        DeferredLock lock;
        const auto first = lock.acquire();
        first.cancel();
        CHECK(lock.locked());
        lock.release();
        CHECK_FALSE(lock.locked());
    }

    TEST_CASE("release without a holder says so [Q14]") {
        DeferredLock lock;
        CHECK_THROWS_WITH_AS(lock.release(), "release: nobody holds it",
                             std::logic_error);
        DeferredSemaphore semaphore(2);
        CHECK_THROWS_AS(semaphore.release(), std::logic_error);
    }

    TEST_CASE("run holds the lock until its Deferred has fired [Q14]") {
        Story story;
        DeferredLock lock;
        const Deferred<int> work;
        lock.run([&] { return work; }).addCallback([&](int value) {
            story.push_back("result " + std::to_string(value));
        });
        lock.run([&] { story.emplace_back("next"); });
        CHECK(lock.locked());
        CHECK(story.empty());
        work.callback(5);
        CHECK(story == Story{"next", "result 5"});
        CHECK_FALSE(lock.locked());
    }

    TEST_CASE("run releases when its function throws or fails [Q14]") {
        Story story;
        DeferredLock lock;
        const auto see = [&](const Failure& reason) {
            story.push_back(reason.getErrorMessage());
        };
        lock.run([] { throw std::runtime_error("thrown"); }).addErrback(see);
        CHECK_FALSE(lock.locked());
        const Deferred<void> work;
        lock.run([&] { return work; }).addErrback(see);
        CHECK(lock.locked());
        work.errback(Failure(std::runtime_error("failed")));
        CHECK_FALSE(lock.locked());
        CHECK(story == Story{"thrown", "failed"});
    }

    TEST_CASE("run that is cancelled in the line never runs [Q14]") {
        bool ran = false;
        DeferredLock lock;
        lock.acquire();
        const auto waiting = lock.run([&] { ran = true; });
        waiting.addErrback([](const Failure&) {});
        waiting.cancel();
        lock.release();
        CHECK_FALSE(ran);
        CHECK_FALSE(lock.locked());
    }

    TEST_CASE("run that is cancelled at work cancels it, and releases [Q14]") {
        bool asked = false;
        DeferredLock lock;
        const Deferred<void> work([&](auto&) { asked = true; });
        const auto running = lock.run([&] { return work; });
        running.addErrback([](const Failure&) {});
        running.cancel();
        CHECK(asked);
        CHECK_FALSE(lock.locked());
    }

    TEST_CASE("a semaphore has so many holders [Q14]") {
        Story story;
        DeferredSemaphore semaphore(2);
        semaphore.acquire().addCallback([&] { story.emplace_back("a"); });
        semaphore.acquire().addCallback([&] { story.emplace_back("b"); });
        semaphore.acquire().addCallback([&] { story.emplace_back("c"); });
        CHECK(story == Story{"a", "b"});
        CHECK(semaphore.tokens == 0);
        semaphore.release();
        CHECK(story == Story{"a", "b", "c"});
        semaphore.release();
        semaphore.release();
        CHECK(semaphore.tokens == 2);
    }

    TEST_CASE("a semaphore needs a token [Q14]") {
        CHECK_THROWS_WITH_AS(DeferredSemaphore(0),
                             "DeferredSemaphore: it needs at least one token",
                             std::invalid_argument);
        CHECK_THROWS_AS(DeferredSemaphore(-1), std::invalid_argument);
    }

    TEST_CASE("a queue gives in the order of put, to the first to ask [Q14]") {
        std::vector<std::string> story;
        DeferredQueue<int> queue;
        queue.put(1);
        queue.put(2);
        const auto take = [&](const std::string& who) {
            queue.get().addCallback([&story, who](int value) {
                story.push_back(who + std::to_string(value));
            });
        };
        take("a");
        take("b");
        take("c");
        take("d");
        CHECK(story == Story{"a1", "b2"});
        queue.put(3);
        queue.put(4);
        CHECK(story == Story{"a1", "b2", "c3", "d4"});
    }

    TEST_CASE("a queue passes over who gave up [Q14]") {
        std::vector<int> seen;
        DeferredQueue<int> queue;
        const auto first = queue.get();
        first.addErrback([](const Failure&) {});
        queue.get().addCallback([&](int value) { seen.push_back(value); });
        first.cancel();
        queue.put(1);
        CHECK(seen == std::vector{1});
    }

    TEST_CASE("a full queue, and too many takers, throw at once [Q14]") {
        DeferredQueue<int> queue(1, 1);
        queue.put(1);
        CHECK_THROWS_AS(queue.put(2), error::QueueOverflow);
        queue.get();
        queue.get();
        CHECK_THROWS_AS(queue.get(), error::QueueUnderflow);
        queue.put(3);  // for the one who waits
        queue.put(4);
        CHECK_THROWS_AS(queue.put(5), error::QueueOverflow);
    }

    TEST_CASE("a queue of no size is for those who wait already [Q14]") {
        int seen = 0;
        DeferredQueue<int> queue(0);
        CHECK_THROWS_AS(queue.put(1), error::QueueOverflow);
        queue.get().addCallback([&](int value) { seen = value; });
        queue.put(2);
        CHECK(seen == 2);
    }
}
