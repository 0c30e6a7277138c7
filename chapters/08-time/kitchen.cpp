// Chapter 8: a handful of calls that wait, and what can be done to them.
//
//   ./untwist run 8/kitchen           takes seven seconds
#include "kitchen.hpp"

#include <chrono>

#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options&) {
        cook(reactor, withStopwatch(reactor, say));
        reactor.callLater(7s, [&reactor] { reactor.stop(); });
    });
}
