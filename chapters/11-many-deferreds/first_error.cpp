// Chapter 11, broken on purpose: three servers are asked, one has no quote, and
// so there is none at all.
//
//   ./untwist run 11/first-error    then Ctrl-C: it does not end by itself
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Deferred;
using untwist::Duration;
using untwist::Failure;
using untwist::gatherResults;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

Deferred<std::string> ask(Reactor& reactor, const std::string& text,
                          Duration delay) {
    const auto answer = fetchQuote(reactor, serveQuote(reactor, text, delay));
    return answer.addCallback([](std::string quote) {
        say("here is \"" + quote + '"');
        return quote;
    });
}

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options&) {
        say("I ask three servers");
        // #region gather
        std::vector<Deferred<std::string>> answers{
            ask(reactor, "Measure twice.", 1s), ask(reactor, "", 100ms),
            ask(reactor, "Haste makes waste.", 2s)};
        gatherResults(std::move(answers))
            .addCallback([](const std::vector<std::string>& quotes) {
                say("I have all " + std::to_string(quotes.size()));
            })
            .addErrback([](const Failure& failure) {
                say("I have nothing: " + failure.getErrorMessage());
            });
        // #endregion
    });
}
