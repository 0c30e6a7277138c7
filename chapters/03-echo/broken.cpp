// Chapter 3, broken on purpose: an echo server that takes its time.
//
//   ./untwist run 3/broken   in one terminal
//   nc localhost 8000        in two others; type in both
//
// dataReceived does not return for two seconds. It is called by the one thread
// that serves everybody.
#include <chrono>
#include <thread>

#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Bytes;
using untwist::Factory;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::sayListening;

namespace {

// #region protocol
class Echo : public Protocol {
    void dataReceived(Bytes data) override {
        std::this_thread::sleep_for(2s);  // a slow lookup, say
        transport().write(data);
    }
};
// #endregion

}  // namespace

int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port =
            reactor.listenTCP(options.port(8000), Factory::forProtocol<Echo>(),
                              {.host = options.host()});
        sayListening(port->getHost());
    });
}
