// Chapter 12, broken on purpose: a server that fetches a quote for whoever
// connects. The client hangs up before the quote is there.
//
//   ./untwist run 12/lost
//   ./untwist run 12/lost --keep
//   ./untwist run 12/lost --cancel
#include <chrono>
#include <functional>
#include <string>

#include "quotes.hpp"
#include "support/chapter.hpp"

using namespace std::chrono_literals;
using untwist::Address;
using untwist::ClientFactory;
using untwist::Deferred;
using untwist::Factory;
using untwist::Failure;
using untwist::Protocol;
using untwist::Reactor;
using untwist::support::chapter;
using untwist::support::Options;
using untwist::support::say;
namespace error = untwist::error;

namespace {

// What the three have in common. The program ends when answer() has.
class Relay : public Protocol {
  public:
    Relay(Reactor& reactor, Address server)
        : reactor_(reactor), server_(server) {}

    void connectionMade() override {
        done_ = answer().addCallback([&reactor = reactor_] {
            if (reactor.running()) reactor.stop();
        });
    }

    void connectionLost(const Failure& /*reason*/) override {
        say("the client has hung up");
    }

  protected:
    virtual Deferred<void> answer() = 0;

    Reactor& reactor_;
    Address server_;
    Deferred<void> done_;
};

class Broken : public Relay {
    using Relay::Relay;

    // #region broken
    Deferred<void> answer() override {
        const auto quote = co_await fetchQuote(reactor_, server_);
        say("here is the quote; I pass it on");
        transport().write(quote + "\r\n");
        transport().loseConnection();
    }
    // #endregion
};

class Keep : public Relay {
    using Relay::Relay;

    // #region keep
    Deferred<void> answer() override {
        const auto self = shared_from_this();  // until the end of this call
        const auto quote = co_await fetchQuote(reactor_, server_);
        say("here is the quote; I pass it on");
        transport().write(quote + "\r\n");
        transport().loseConnection();
    }
    // #endregion
};

class Cancel : public Relay {
    using Relay::Relay;

    // #region cancel
    void connectionLost(const Failure& reason) override {
        Relay::connectionLost(reason);
        done_.cancel();
    }

    Deferred<void> answer() override {
        try {
            const auto quote = co_await fetchQuote(reactor_, server_);
            transport().write(quote + "\r\n");
            transport().loseConnection();
        } catch (const error::CancelledError&) {
            say("nobody wants the quote any more; I hang up, too");
        }
    }
    // #endregion
};

class Impatient : public Protocol {
    void connectionMade() override { transport().loseConnection(); }
};

}  // namespace

int main(int argc, char** argv) {
    bool keep = false;
    bool cancel = false;
    Options own("Chapter 12: a coroutine that outlives its connection");
    own.flag("--keep", &keep, "it keeps its protocol");
    own.flag("--cancel", &cancel, "it ends with its connection");
    return chapter(argc, argv, own, [&](Reactor& reactor, const Options&) {
        const auto sage = serveQuote(reactor, "Measure twice.\r\n", 100ms);
        const auto served = std::ref(reactor);
        const auto port = reactor.listenTCP(
            0, keep     ? Factory::forProtocol<Keep>(served, sage)
               : cancel ? Factory::forProtocol<Cancel>(served, sage)
                        : Factory::forProtocol<Broken>(served, sage));
        reactor.connectTCP("127.0.0.1", port->getHost().port(),
                           ClientFactory::forProtocol<Impatient>());
    });
}
