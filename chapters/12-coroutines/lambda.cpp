// Chapter 12, broken on purpose: a coroutine goes on, and the lambda that it
// was written in is gone.
//
//   ./untwist run 12/lambda
//   ./untwist run 12/lambda --fixed
#include <chrono>
#include <functional>
#include <string>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Deferred;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

using Ask = std::function<Deferred<void>()>;

// #region broken
Deferred<void> broken(int number, Reactor& reactor, const Address& server) {
    const Ask ask = [number, &reactor, server]() -> Deferred<void> {
        const auto quote = co_await fetchQuote(reactor, server);
        say("question " + std::to_string(number) + ": \"" + quote + '"');
    };
    return ask();
}
// #endregion

// #region fixed
Deferred<void> askQuestion(int number, Reactor& reactor, Address server) {
    const auto quote = co_await fetchQuote(reactor, server);
    say("question " + std::to_string(number) + ": \"" + quote + '"');
}

Deferred<void> fixed(int number, Reactor& reactor, const Address& server) {
    const Ask ask = [number, &reactor, server] {
        return askQuestion(number, reactor, server);
    };
    return ask();
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    bool remedy = false;
    Options own("Chapter 12: a coroutine that outlives its lambda");
    own.flag("--fixed", &remedy, "the same without the mistake");
    return chapter(argc, argv, own, [&](Reactor& reactor, const Options&) {
        const auto sage = serveQuote(reactor, "Measure twice.\r\n", 100ms);
        say("I ask");
        (remedy ? fixed : broken)(3, reactor, sage).addCallback([&reactor] {
            if (reactor.running()) reactor.stop();
        });
    });
}
