// Chapter 11: some servers answer, some fail, one sleeps. Takes what there is.
//
//   ./untwist run 11/results
//   ./untwist run 11/results --patience 150ms
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Deferred;
using untwist::DeferredList;
using untwist::Duration;
using untwist::Reactor;
using untwist::Result;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

struct Server {
    std::string name;
    Address address;
};

// #region ask-all
// Fires when each of them has answered, failed, or taken too long.
Deferred<void> askAll(Reactor& reactor, const std::vector<Server>& servers,
                      Duration patience) {
    std::vector<Deferred<std::string>> answers;
    for (const auto& server : servers) {
        answers.push_back(
            fetchQuote(reactor, server.address).addTimeout(patience, reactor));
    }
    return DeferredList(std::move(answers), {.consumeErrors = true})
        .addCallback([servers](const std::vector<Result<std::string>>& all) {
            for (std::size_t i = 0; i < all.size(); ++i) {
                say(servers[i].name + ": " +
                    (all[i] ? '"' + all[i].value() + '"'
                            : "sorry, " + all[i].failure().getErrorMessage()));
            }
        });
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    Duration patience = 3s;
    Options own("Chapter 11: takes what there is");
    own.add("--patience", &patience, "how long to wait for each answer", 0s,
            60s);
    return chapter(argc, argv, own, [&](Reactor& reactor, const Options&) {
        const std::vector<Server> servers{
            {"sage", serveQuote(reactor, "Measure twice.\r\n", 300ms)},
            {"mute", serveQuote(reactor, "", 200ms)},
            {"sleeper", serveQuote(reactor, "Good morning.\r\n", 1h)},
            {"gone", nobody()},
            {"elder", serveQuote(reactor, "Haste makes waste.\r\n", 100ms)}};
        say("I ask five servers");
        askAll(reactor, servers, patience).addCallback([&reactor] {
            if (reactor.running()) reactor.stop();  // not after Ctrl-C
        });
    });
}
