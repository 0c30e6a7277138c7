// Long chains need no stack, and a stage little memory.
#include <doctest/doctest.h>

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/allocations.hpp"
#include "support/log_capture.hpp"
#include "support/small_stack.hpp"
#include "untwist/coroutine.hpp"
#include "untwist/deferred.hpp"

using untwist::Deferred;
using untwist::Failure;
using untwist::test::allocations;
using untwist::test::LogCapture;
using untwist::test::onSmallStack;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kMany = 40'000;
#else
constexpr int kMany = 1'000'000;
#endif

int plusOne(int n) { return n + 1; }
long toLong(int n) { return n + 1; }
int toInt(long n) { return static_cast<int>(n) + 1; }

// A head, and the Deferred that kMany stages lead to.
struct Chain {
    Deferred<int> head;
    Deferred<int> tail;
};

Chain sameType() {
    Chain chain;
    for (int i = 0; i < kMany; ++i) chain.head.addCallback(plusOne);
    chain.tail = chain.head;
    return chain;
}

Chain changingType() {
    Chain chain;
    chain.tail = chain.head;
    for (int i = 0; i < kMany / 2; ++i) {
        chain.tail = chain.tail.addCallback(toLong).addCallback(toInt);
    }
    return chain;
}

// Each waits for the one that its callback has returned; the head is the last.
Chain returned() {
    Chain chain;
    chain.tail = chain.head;
    for (int i = 0; i < kMany; ++i) {
        const Deferred<int> outer;
        outer.addCallback([inner = chain.tail](int) { return inner; });
        outer.addCallback(plusOne);
        outer.callback(0);
        chain.tail = outer;
    }
    return chain;
}

Chain chained() {
    Chain chain;
    chain.tail = chain.head;
    for (int i = 0; i < kMany; ++i) {
        const Deferred<int> next;
        chain.tail.chainDeferred(next);
        next.addCallback(plusOne);
        chain.tail = next;
    }
    return chain;
}

Deferred<int> awaitAndAdd(Deferred<int> inner) {
    co_return co_await std::move(inner) + 1;
}

Chain coroutines() {
    Chain chain;
    chain.tail = chain.head;
    for (int i = 0; i < kMany; ++i) chain.tail = awaitAndAdd(chain.tail);
    return chain;
}

// An await takes its Deferred, so that a coroutine is given the only handle.
Chain coroutinesAlone() {
    Chain chain;
    chain.tail = chain.head;
    for (int i = 0; i < kMany; ++i) {
        chain.tail = awaitAndAdd(std::move(chain.tail));
    }
    return chain;
}

const std::vector<std::pair<const char*, Chain (*)()>> kKinds{
    {"same type", sameType},    {"changing type", changingType},
    {"returned", returned},     {"chainDeferred", chained},
    {"coroutines", coroutines}, {"coroutines alone", coroutinesAlone}};

Deferred<int> sumOfReady() {
    int sum = 0;
    for (int i = 0; i < kMany; ++i) sum += co_await untwist::succeed(1);
    co_return sum;
}

}  // namespace

TEST_SUITE("deferred without end") {
    TEST_CASE("a chain of a million stages fires on a small stack [Q11]") {
        for (const auto& [kind, make] : kKinds) {
            CAPTURE(kind);
            int seen = 0;
            onSmallStack([&seen, make = make] {
                const auto chain = make();
                chain.tail.addCallback([&](int n) { seen = n; });
                chain.head.callback(0);
            });
            CHECK(seen == kMany);
        }
    }

    TEST_CASE("a failure passes a million stages on a small stack [Q11]") {
        for (const auto& [kind, make] : kKinds) {
            CAPTURE(kind);
            std::string seen;
            onSmallStack([&seen, make = make] {
                const auto chain = make();
                chain.tail.addErrback([&](const Failure& reason) {
                    seen = reason.getErrorMessage();
                });
                chain.head.errback(Failure(std::runtime_error("broken")));
            });
            CHECK(seen == "broken");
        }
    }

    TEST_CASE("a million stages are destroyed unfired, likewise [Q11]") {
        for (const auto& [kind, make] : kKinds) {
            CAPTURE(kind);
            LogCapture logged;
            onSmallStack([make = make] { make(); });
            CHECK(logged.messages.empty());
        }
    }

    TEST_CASE("a million stages are cancelled on a small stack [Q8]") {
        for (const auto& [kind, make] : kKinds) {
            CAPTURE(kind);
            std::string seen;
            onSmallStack([&seen, make = make] {
                const auto chain = make();
                chain.tail.addErrback(
                    [&](const Failure& reason) { seen = reason.type(); });
                chain.tail.cancel();
            });
            CHECK(seen == "untwist::error::CancelledError");
        }
    }

    TEST_CASE("a million returned Deferreds that have fired, likewise [Q11]") {
        int seen = 0;
        onSmallStack([&] {
            const Deferred<int> d;
            for (int i = 0; i < kMany; ++i) {
                d.addCallback([](int n) { return untwist::succeed(n + 1); });
            }
            d.addCallback([&](int n) { seen = n; });
            d.callback(0);
        });
        CHECK(seen == kMany);
    }

    TEST_CASE("a coroutine loops over a million ready ones, likewise [I1]") {
        int seen = 0;
        onSmallStack(
            [&] { sumOfReady().addCallback([&](int sum) { seen = sum; }); });
        CHECK(seen == kMany);
    }

    TEST_CASE("a stage with few captures costs a fraction of an allocation") {
        const Deferred<int> d;
        constexpr int kStages = 1'000;
        const auto before = allocations();
        for (int i = 0; i < kStages; ++i) d.addCallback(plusOne);
        CHECK(allocations() - before <= kStages / 16 + 1);
        const auto added = allocations();
        d.callback(0);
        CHECK(allocations() == added);
    }

    TEST_CASE("one Deferred with one callback is one allocation") {
        int seen = 0;
        const auto before = allocations();
        {
            const Deferred<int> d;
            d.addCallback([&seen](int n) { return seen = n; });
            d.callback(1);
        }
        CHECK(allocations() - before == 1);
        CHECK(seen == 1);
    }

    TEST_CASE("a change of type is one allocation: the new Deferred") {
        const Deferred<int> d;
        const auto before = allocations();
        const auto changed = d.addCallback(toLong);
        d.callback(1);
        CHECK(allocations() - before == 1);
    }

    TEST_CASE("awaiting allocates nothing: a coroutine is frame and result") {
        const auto twice = [](Deferred<int> a,
                              Deferred<int> b) -> Deferred<int> {
            co_return co_await std::move(a) + co_await std::move(b);
        };
        const Deferred<int> a;
        const Deferred<int> b;
        const auto before = allocations();
        const auto sum = twice(a, b);
        CHECK(allocations() - before == 2);
    }
}
