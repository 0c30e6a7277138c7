// Chapter 10, broken on purpose: a server has no quote, and nobody thought of
// that.
//
//   ./untwist run 10/unhandled    then Ctrl-C: it does not end by itself
#include <chrono>
#include <string>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options&) {
        const auto mute = serveQuote(reactor, "", 200ms);
        // #region chain
        auto text = fetchText(reactor, mute);
        text.addCallback(asQuote);
        auto printed = text.addCallback(
            [](const std::string& quote) { say("mute: " + quote); });
        printed.addCallback([&reactor] { reactor.stop(); });
        say("mute: I ask");
        // #endregion
    });
}
