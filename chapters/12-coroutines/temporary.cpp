// Chapter 12, broken on purpose: a coroutine goes on, and the text that its
// parameter refers to is gone.
//
//   ./untwist run 12/temporary
//   ./untwist run 12/temporary --fixed
#include <chrono>
#include <string>
#include <string_view>

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

// #region broken
Deferred<void> broken(std::string_view who, Reactor& reactor, Address server) {
    const auto quote = co_await fetchQuote(reactor, server);
    say(std::string(who) + " says \"" + quote + '"');
}
// #endregion

// #region fixed
Deferred<void> fixed(std::string who, Reactor& reactor, Address server) {
    const auto quote = co_await fetchQuote(reactor, server);
    say(who + " says \"" + quote + '"');
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    bool remedy = false;
    Options own("Chapter 12: a coroutine that outlives what it refers to");
    own.flag("--fixed", &remedy, "the same without the mistake");
    return chapter(argc, argv, own, [&](Reactor& reactor, const Options&) {
        const auto sage = serveQuote(reactor, "Measure twice.\r\n", 100ms);
        say("I ask");
        // #region call
        const std::string title = "the wise old man";
        auto done = remedy ? fixed(title + " of the hill", reactor, sage)
                           : broken(title + " of the hill", reactor, sage);
        // #endregion
        done.addCallback([&reactor] {
            if (reactor.running()) reactor.stop();
        });
    });
}
