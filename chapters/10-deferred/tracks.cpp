// Chapter 10: the same three servers, and the way that each result took: on the
// left the track of results, on the right the track of failures.
//
//   ./untwist run 10/tracks
#include "tracks.hpp"

#include <chrono>
#include <memory>
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

std::string orProverb(const Failure& failure) {
    if (!failure.check<NoQuote>()) failure.raise();
    return "No news is good news.";
}

// #region ask
Deferred<void> ask(Reactor& reactor, const std::string& name,
                   const Address& server) {
    const auto picture = std::make_shared<Picture>();
    const auto print = [name](const std::string& quote) {
        say("\n" + name + ": \"" + quote + "\"");
    };
    const auto sorry = [name](const Failure& failure) {
        say("\n" + name + ": sorry, " + failure.getErrorMessage());
    };
    return Watched("fetchText", fetchText(reactor, server), picture)
        .addCallback("asQuote", asQuote)
        .addErrback("orProverb", orProverb)
        .addCallback("print", print)
        .addErrback("sorry", sorry)
        .deferred()
        .addCallback([picture] { say(picture->draw()); });
}
// #endregion

// After Ctrl-C nobody wants to know any more.
Deferred<void> askNext(Reactor& reactor, const std::string& name,
                       const Address& server) {
    if (!reactor.running()) return untwist::succeed();
    return ask(reactor, name, server);
}

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options&) {
        const auto sage = serveQuote(reactor, "Measure twice.\r\n", 400ms);
        const auto mute = serveQuote(reactor, "", 200ms);

        say("I ask three servers");
        ask(reactor, "sage", sage)
            .addCallback(
                [&reactor, mute] { return askNext(reactor, "mute", mute); })
            .addCallback(
                [&reactor] { return askNext(reactor, "gone", nobody()); })
            .addCallback([&reactor] {
                if (reactor.running()) reactor.stop();  // not after Ctrl-C
            });
    });
}
