// Chapter 5: clients that come back. Their server goes away and returns; at the
// end a timeline shows when each of them tried.
//
//   ./untwist run 5/reconnecting               takes seven seconds
//   ./untwist run 5/reconnecting --clients 5   they do not come all at once
//
//   ./untwist run 5/reconnecting --client      without that server: start and
//   ./untwist run 5 --server                   stop this one as you like
#include <chrono>
#include <memory>
#include <optional>

#include "history.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::Connector;
using untwist::Factory;
using untwist::Failure;
using untwist::Protocol;
using untwist::Reactor;
using untwist::ReconnectingClientFactory;
using untwist::error::ConnectionRefusedError;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
using untwist::support::sayListening;

namespace {

// #region client
class Persistent : public ReconnectingClientFactory {
  public:
    Persistent(Reactor& reactor, History& history, int number)
        : ReconnectingClientFactory(reactor),
          history_(history),
          number_(number) {
        initialDelay = 200ms;
        factor = 2;
        maxDelay = 1s;
    }

    std::shared_ptr<Protocol> buildProtocol(const Address& /*peer*/) override {
        history_.connected(number_);
        resetDelay();
        return std::make_shared<Protocol>();  // one that only listens
    }

    void clientConnectionFailed(Connector& connector,
                                const Failure& reason) override {
        history_.failed(number_, reason.check<ConnectionRefusedError>()
                                     ? "refused"
                                     : reason.getErrorMessage());
        ReconnectingClientFactory::clientConnectionFailed(connector, reason);
    }

    void clientConnectionLost(Connector& connector,
                              const Failure& reason) override {
        history_.lost(number_);
        ReconnectingClientFactory::clientConnectionLost(connector, reason);
    }

  private:
    History& history_;
    int number_;
};
// #endregion

// #region server
// Hangs up on everybody after a second.
class Moody : public Protocol {
  public:
    explicit Moody(Reactor* reactor) : reactor_(reactor) {}

    void connectionMade() override {
        reactor_->callLater(1s, [self = shared_from_this()] {
            self->transport().loseConnection();
        });
    }

  private:
    Reactor* reactor_;
};

// Listens until 1 s and from 4 s on. The program is over at 7 s.
std::uint16_t serve(Reactor& reactor, const Options& options) {
    const auto moody = Factory::forProtocol<Moody>(&reactor);
    const auto listen = [&reactor, moody,
                         host = options.host()](std::uint16_t number) {
        return reactor.listenTCP(number, moody, {.host = host});
    };
    const auto port = listen(options.port(9001));
    sayListening(port->getHost());
    const auto number = port->getHost().port();
    reactor.callLater(1s, [port] { port->stopListening(); });
    reactor.callLater(4s, [listen, number] { listen(number); });
    reactor.callLater(7s, [&reactor] { reactor.stop(); });
    return number;
}
// #endregion

}  // namespace

int main(int argc, char** argv) {
    int clients = 1;
    bool clientsOnly = false;
    Options own;
    own.add("--clients", &clients, "how many", 1, 20);
    own.flag("--client", &clientsOnly, "without a server of its own");

    std::optional<History> history;
    return chapter(
        argc, argv, own, [&](Reactor& reactor, const Options& options) {
            history.emplace(reactor, say);
            const auto port =
                clientsOnly ? options.port(9001) : serve(reactor, options);
            for (int number = 1; number <= clients; ++number) {
                reactor.connectTCP(
                    options.host(), port,
                    std::make_shared<Persistent>(reactor, *history, number));
            }
            reactor.addSystemEventTrigger("after", "shutdown",
                                          [&] { say(history->drawn()); });
        });
}
