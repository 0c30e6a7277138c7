// Chapter 7: an echo server that knows of no limits, in two factories that do:
// so many clients in all, and so many from one host.
//
//   ./untwist run 7/wrapped --most 8      in one terminal
//   ./untwist run 7/crowd --clients 8     in another
//   ./untwist run 7/crowd --clients 4 --from 127.0.0.2
//                                         in a third, where the system has it
#include <cstddef>
#include <memory>

#include "support/chapter.hpp"

using untwist::Bytes;
using untwist::Factory;
using untwist::LimitConnectionsByPeer;
using untwist::LimitTotalConnectionsFactory;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::sayListening;

namespace {

class Echo : public Protocol {
    void dataReceived(Bytes data) override { transport().write(data); }
};

class Refusal : public Protocol {
    void connectionMade() override {
        transport().write("Too many connections, try later\r\n");
        transport().loseConnection();
    }
};

// #region factories
std::shared_ptr<Factory> limitedEcho(std::size_t most, std::size_t perHost) {
    auto echo = Factory::forProtocol<Echo>();
    auto fair = std::make_shared<LimitConnectionsByPeer>(echo, perHost);
    return std::make_shared<LimitTotalConnectionsFactory>(
        fair, most, Factory::forProtocol<Refusal>());
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    int most = 100;
    int perHost = 5;
    Options own("Chapter 7: limits in all and per host, around a plain echo");
    own.add("--most", &most, "how many clients are served at a time", 0,
            1'000'000);
    own.add("--per-host", &perHost, "how many of them from one host", 0,
            1'000'000);
    return chapter(argc, argv, own,
                   [&](Reactor& reactor, const Options& options) {
                       auto port = reactor.listenTCP(
                           options.port(8000),
                           limitedEcho(static_cast<std::size_t>(most),
                                       static_cast<std::size_t>(perHost)),
                           {.host = options.host()});
                       sayListening(port->getHost());
                   });
}
