// Chapter 12: some servers answer, some fail, one sleeps. Takes what there is.
//
//   ./untwist run 12/results
//   ./untwist run 12/results --patience 150ms
#include <chrono>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Deferred;
using untwist::Duration;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

namespace {

struct Server {
    std::string name;
    Address address;
};

// #region ask
// What there is to say of this server, sooner or later.
Deferred<std::string> ask(Reactor& reactor, Server server, Duration patience) {
    try {
        const auto quote = co_await fetchQuote(reactor, server.address)
                               .addTimeout(patience, reactor);
        co_return server.name + ": \"" + quote + '"';
    } catch (const std::exception& error) {
        co_return server.name + ": sorry, " + error.what();
    }
}
// #endregion

// #region ask-all
// Fires when each of them has answered, failed, or taken too long.
Deferred<void> askAll(Reactor& reactor, std::vector<Server> servers,
                      Duration patience) {
    std::vector<Deferred<std::string>> lines;
    for (const auto& server : servers) {
        lines.push_back(ask(reactor, server, patience));
    }
    for (auto& line : lines) say(co_await std::move(line));
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    Duration patience = 3s;
    Options own("Chapter 12: takes what there is");
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
