// Chapter 11: three servers have the same quote. The first answer is enough.
//
//   ./untwist run 11/race
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Deferred;
using untwist::Failure;
using untwist::FirstResult;
using untwist::race;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

// #region race
Deferred<void> askMirrors(Reactor& reactor,
                          const std::vector<Address>& mirrors) {
    std::vector<Deferred<std::string>> answers;
    for (const auto& mirror : mirrors) {
        const auto name = "mirror " + std::to_string(answers.size());
        answers.push_back(
            fetchQuote(reactor, mirror)
                .addErrback([name](const Failure& failure) -> std::string {
                    say(name + ": " + failure.getErrorMessage());
                    failure.raise();
                }));
    }
    return race(std::move(answers))
        .addCallback([](const FirstResult<std::string>& first) {
            say("mirror " + std::to_string(first.index) + " is first: \"" +
                first.value + '"');
        })
        .addErrback([](const Failure& failure) {
            say("no quote: " + failure.getErrorMessage());
        });
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options&) {
        const std::string quote = "Haste makes waste.";
        const std::vector<Address> mirrors{serveQuote(reactor, quote, 2s),
                                           serveQuote(reactor, quote, 1h),
                                           serveQuote(reactor, quote, 100ms)};
        say("I ask three mirrors");
        askMirrors(reactor, mirrors).addCallback([&reactor] {
            if (reactor.running()) reactor.stop();  // not after Ctrl-C
        });
    });
}
