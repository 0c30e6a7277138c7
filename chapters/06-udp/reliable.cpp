// Chapter 6: a client that gets its ten words across, whatever the link does.
//
//   ./untwist run 6                        the server, in one terminal
//   ./untwist run 6/link                   the link, in another
//   ./untwist run 6/reliable --port 8001   in a third
#include "reliable.hpp"

#include <chrono>
#include <memory>

#include "support/chapter.hpp"
#include "words.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Duration;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;

int main(int argc, char** argv) {
    Duration patience = 200ms;
    Options own("Chapter 6: a client that gets its words across");
    own.add("--patience", &patience, "how long it waits for an echo", 1ms, 60s);
    return chapter(
        argc, argv, own, [&](Reactor& reactor, const Options& options) {
            const Address server(options.host(), options.port(8000));
            reactor.listenUDP(
                0,
                std::make_shared<Reliable>(reactor, server, patience, kWords,
                                           say, [&reactor] { reactor.stop(); }),
                {.host = options.host()});
        });
}
