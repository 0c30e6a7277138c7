// Chapter 2: an echo server on a reactor of our own, with no library below.
//
//   ./untwist run 2          in one terminal
//   nc localhost 8000        in another, or in three, then type
//
// Every ten seconds a timer tells who is there. Ctrl-C ends it.
#include "connection.hpp"
#include "poll_reactor.hpp"
#include "sockets.hpp"
#include "support/standalone.hpp"

#include <string>

using namespace std::chrono_literals;
using untwist::Duration;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;
using untwist::support::standalone;

namespace {

// #region tick
void tick(PollReactor& reactor, Duration every, const Totals& totals) {
    reactor.callLater(every, [&reactor, every, &totals] {
        say("turns of the loop: " + std::to_string(reactor.turns()) +
            ", connected: " + std::to_string(totals.connected) +
            ", echoed: " + std::to_string(totals.bytes) + " bytes");
        tick(reactor, every, totals);
    });
}
// #endregion

void echoServer(const Options& options, Duration every) {
    // #region main
    Totals totals;
    PollReactor reactor;

    const Descriptor listener = listenOn(options.host(), options.port(8000));
    serve(
        reactor, listener.get(),
        [](Connection& client, std::string_view bytes) { client.write(bytes); },
        totals);
    tick(reactor, every, totals);
    const SignalPipe signals;
    reactor.addReader(signals.fd(), [&reactor] { reactor.stop(); });

    sayListening(options.host(), portOf(listener.get()));
    reactor.run();
    // #endregion
    say("stopped; turns of the loop: " + std::to_string(reactor.turns()) +
        ", clients: " + std::to_string(totals.clients) +
        ", echoed: " + std::to_string(totals.bytes) + " bytes");
}

}  // namespace

int main(int argc, char** argv) {
    Options options("An echo server on a reactor of our own.");
    Duration every = 10s;
    options.add("--tick", &every, "time between two reports", 1ms, 1h);
    return standalone(argc, argv, options, [&every](const Options& given) {
        echoServer(given, every);
    });
}
