// Chapter 2, broken: a callback that sleeps, so that everybody waits.
//
//   ./untwist run 2/broken   in one terminal
//   nc localhost 8000        in two others: type "slow" in one and then
//                            anything in the other
//
// With --timer it waits in the only way a reactor can, and nobody notices.
#include "connection.hpp"
#include "poll_reactor.hpp"
#include "sockets.hpp"
#include "support/standalone.hpp"

#include <string>
#include <thread>

using namespace std::chrono_literals;
using untwist::Duration;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;
using untwist::support::standalone;

namespace {

void tell(const Connection& client, const std::string& what) {
    say("client " + std::to_string(client.number()) + ": " + what);
}

void answer(Connection& client, std::string_view bytes) {
    client.write(bytes);
    tell(client, "answered");
}

// "slow" stands for a query to a database, or a name to look up.
bool isSlow(std::string_view bytes) { return bytes.starts_with("slow"); }

// #region sleep
void answerAsleep(Connection& client, std::string_view bytes, Duration nap) {
    if (isSlow(bytes)) {
        tell(client, "slow, so its callback sleeps");
        std::this_thread::sleep_for(nap);
    }
    answer(client, bytes);
}
// #endregion

// #region timer
void answerByTimer(PollReactor& reactor, Connection& client,
                   std::string_view bytes, Duration nap) {
    if (!isSlow(bytes)) return answer(client, bytes);
    tell(client, "slow, so a timer will answer");
    reactor.callLater(
        nap, [self = client.shared_from_this(), kept = std::string(bytes)] {
            answer(*self, kept);
        });
}
// #endregion

void slowServer(const Options& options, Duration nap, bool timer) {
    Totals totals;
    PollReactor reactor;

    const Descriptor listener = listenOn(options.host(), options.port(8000));
    serve(
        reactor, listener.get(),
        [&](Connection& client, std::string_view bytes) {
            timer ? answerByTimer(reactor, client, bytes, nap)
                  : answerAsleep(client, bytes, nap);
        },
        totals);
    const SignalPipe signals;
    reactor.addReader(signals.fd(), [&reactor] { reactor.stop(); });

    sayListening(options.host(), portOf(listener.get()));
    reactor.run();
    say("stopped");
}

}  // namespace

int main(int argc, char** argv) {
    Options options("An echo server whose callback sleeps.");
    Duration nap = 5s;
    bool timer = false;
    options.add("--nap", &nap, "how long slow takes", 1ms, 1h);
    options.flag("--timer", &timer, "wait with a timer instead of a sleep");
    return standalone(argc, argv, options, [&](const Options& given) {
        slowServer(given, nap, timer);
    });
}
