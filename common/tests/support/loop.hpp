// For tests: a real reactor that cannot hang the test.
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <functional>

#include "untwist/reactor.hpp"

namespace untwist::test {

// A reactor with a watchdog. Declare what protocols and callbacks write to
// before the Loop: it tells them of their loss when it goes.
//
// Use CHECK, not REQUIRE, in what the reactor calls: it would log REQUIRE's
// exception, as any other, and go on.
class Loop {
  public:
    Reactor reactor;

    // Runs until something calls reactor.stop(). Fails the test after 10 s.
    void run() {
        auto watchdog = watch();
        reactor.run();
        if (watchdog.active()) watchdog.cancel();
    }

    // Turns the loop until `done`, then leaves it with crash(): what is
    // connected stays so, and the loop may be turned again.
    void until(std::function<bool()> done) {
        auto watchdog = watch();
        auto look = lookUntil(std::move(done));
        reactor.run();
        if (watchdog.active()) watchdog.cancel();
        if (look->active()) look->cancel();
    }

    // Turns the loop some more: whatever can happen by itself, happens.
    void settle(int turns = 20) {
        until([left = turns]() mutable { return left-- == 0; });
    }

  private:
    static constexpr std::chrono::seconds kPatience{10};

    DelayedCall watch() {
        return reactor.callLater(kPatience, [this] {
            FAIL_CHECK("the reactor was still running after 10 s");
            reactor.crash();
        });
    }

    // The call that looks again in each turn; nothing sleeps.
    std::shared_ptr<DelayedCall> lookUntil(std::function<bool()> done) {
        auto next = std::make_shared<DelayedCall>();
        lookAgain(next, std::move(done));
        return next;
    }
    void lookAgain(const std::shared_ptr<DelayedCall>& next,
                   std::function<bool()> done) {
        *next = reactor.callLater(
            Duration::zero(), [this, next, done = std::move(done)]() mutable {
                if (done()) return reactor.crash();
                lookAgain(next, std::move(done));
            });
    }
};

}  // namespace untwist::test
