// Chapter 8: a clock that tells the time each second, and does not drift.
//
//   ./untwist run 8                   Ctrl-C ends it
//   ./untwist run 8 --work 1.4s       each line takes longer than a second
//   ./untwist run 8/drifting          the same, as one writes it first
#include <chrono>
#include <optional>

#include "speaking_clock.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Duration;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

// #region main
int main(int argc, char** argv) {
    Duration work = 50ms;
    Options options("Chapter 8: a clock that does not drift");
    options.add("--work", &work, "how long each line keeps the reactor busy",
                0s, 10s);

    std::optional<SpeakingClock> clock;
    return chapter(argc, argv, options, [&](Reactor& reactor, const Options&) {
        reactor.callLater(5s, [] { say("five seconds are over"); });
        clock.emplace(reactor, Voice(reactor, localTimeOfDay(), say,
                                     [work] { keepBusy(work); }));
        clock->start();
    });
}
// #endregion
