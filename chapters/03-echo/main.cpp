// Chapter 3: an echo server. It sends back whatever it gets.
//
//   ./untwist run 3          in one terminal
//   nc localhost 8000        in another; then type a line

#include "support/chapter.hpp"

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
    void dataReceived(Bytes data) override { transport().write(data); }
};
// #endregion

}  // namespace

// #region main
int main(int argc, char** argv) {
    return chapter(argc, argv, [](Reactor& reactor, const Options& options) {
        auto port =
            reactor.listenTCP(options.port(8000), Factory::forProtocol<Echo>(),
                              {.host = options.host()});
        sayListening(port->getHost());
    });
}
// #endregion
