// Chapter 12: chapter 11 with co_await. Asks six slow servers for a quote,
// first one after the other, then all at once, and draws who waited when.
//
//   ./untwist run 12              it brings its own servers
//   ./untwist run 12/results      some answer, some fail, one sleeps
//   ./untwist run 12/talk         a conversation, written downwards
//   ./untwist run 12/lambda       broken on purpose: three ways to go on
//   ./untwist run 12/temporary    with something that is gone. Each has
//   ./untwist run 12/lost         its remedy: --fixed, or --keep and --cancel
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "../11-many-deferreds/slow_quotes.hpp"
#include "compare.hpp"
#include "quotes.hpp"
#include "support/chapter.hpp"
#include "support/terminal.hpp"

using untwist::Deferred;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::terminalStyle;

namespace {

// #region run
Deferred<void> run(Reactor& reactor, std::vector<Question> questions) {
    try {
        co_await compare(reactor, std::move(questions), say, terminalStyle());
    } catch (const std::exception& error) {
        say(std::string("sorry, ") + error.what());
    }
    if (reactor.running()) reactor.stop();  // not after Ctrl-C
}
// #endregion

}  // namespace

// #region main
int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options&) {
        std::vector<Question> questions;
        for (const auto& [text, delay] : kQuotes) {
            const auto server = serveQuote(reactor, text, delay);
            questions.emplace_back(
                [&reactor, server] { return fetchQuote(reactor, server); });
        }
        run(reactor, questions);
    });
}
// #endregion
