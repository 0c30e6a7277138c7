// Chapter 11: asks six slow servers for a quote, first one after the other,
// then all at once, and draws who waited when.
//
//   ./untwist run 11              it brings its own servers
//   ./untwist run 11/results      some answer, some fail, one sleeps
//   ./untwist run 11/race         the first answer is enough
//   ./untwist run 11/first-error  broken on purpose: all or nothing
#include <vector>

#include "compare.hpp"
#include "quotes.hpp"
#include "slow_quotes.hpp"
#include "support/chapter.hpp"
#include "support/terminal.hpp"

using untwist::Failure;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::terminalStyle;

// #region main
int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options&) {
        std::vector<Question> questions;
        for (const auto& [text, delay] : kQuotes) {
            const auto server = serveQuote(reactor, text, delay);
            questions.emplace_back(
                [&reactor, server] { return fetchQuote(reactor, server); });
        }
        compare(reactor, questions, say, terminalStyle())
            .addErrback([](const Failure& failure) {
                say("sorry, " + failure.getErrorMessage());
            })
            .addCallback([&reactor] {
                if (reactor.running()) reactor.stop();  // not after Ctrl-C
            });
    });
}
// #endregion
