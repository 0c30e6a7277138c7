// Chapter 8, broken on purpose: a clock that goes slow.
//
//   ./untwist run 8/drifting          watch the three digits behind the point
//
// It waits a second after each line, and making a line takes time as well.
#include <chrono>
#include <optional>

#include "drifting_clock.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Duration;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

int main(int argc, char** argv) {
    Duration work = 50ms;
    Options options("Chapter 8, broken on purpose: a clock that drifts");
    options.add("--work", &work, "how long each line keeps the reactor busy",
                0s, 10s);

    std::optional<DriftingClock> clock;
    return chapter(argc, argv, options, [&](Reactor& reactor, const Options&) {
        reactor.callLater(5s, [] { say("five seconds are over"); });
        clock.emplace(reactor, Voice(reactor, localTimeOfDay(), say,
                                     [work] { keepBusy(work); }));
        clock->start();
    });
}
