// Chapter 10: asks three slow servers for a quote, one after the other. One has
// none, and one is not there.
//
//   ./untwist run 10              it brings its own servers
//   ./untwist run 10/tracks       the same, and the way that each result took
//   ./untwist run 10/by-hand      a Deferred without a network
//   ./untwist run 10/unhandled    broken on purpose: who hears of the error?
#include <chrono>
#include <string>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Deferred;
using untwist::Failure;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

// #region ask
// Fires when the answer, or what came instead, has been printed.
Deferred<void> ask(Reactor& reactor, const std::string& name,
                   const Address& server) {
    say(name + ": I ask");
    return fetchText(reactor, server)
        .addCallback(asQuote)
        .addErrback([](const Failure& failure) -> std::string {
            if (!failure.check<NoQuote>()) failure.raise();
            return "No news is good news.";
        })
        .addCallback([name](const std::string& quote) {
            say(name + ": \"" + quote + "\"");
        })
        .addErrback([name](const Failure& failure) {
            say(name + ": sorry, " + failure.getErrorMessage());
        });
}
// #endregion

// #region askNext
// After Ctrl-C nobody wants to know any more.
Deferred<void> askNext(Reactor& reactor, const std::string& name,
                       const Address& server) {
    if (!reactor.running()) return untwist::succeed();
    return ask(reactor, name, server);
}
// #endregion

}  // namespace

// #region main
int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options&) {
        const auto sage = serveQuote(reactor, "Measure twice.\r\n", 400ms);
        const auto mute = serveQuote(reactor, "", 200ms);

        ask(reactor, "sage", sage)
            .addCallback(
                [&reactor, mute] { return askNext(reactor, "mute", mute); })
            .addCallback(
                [&reactor] { return askNext(reactor, "gone", nobody()); })
            .addCallback([&reactor] {
                if (reactor.running()) reactor.stop();  // not after Ctrl-C
            });
        say("I have asked one of three, and go on");
    });
}
// #endregion
